window.YTD.account.part0 = [
 {
  "account": {
   "email": "hello@tidewell.example",
   "username": "tidewell",
   "accountId": "700",
   "accountDisplayName": "Tidewell"
  }
 }
]
