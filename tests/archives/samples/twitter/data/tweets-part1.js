window.YTD.tweets.part1 = [
 {
  "tweet": {
   "id_str": "1001",
   "created_at": "Mon Jan 05 10:00:00 +0000 2026",
   "full_text": "Good morning from the bench.",
   "lang": "en",
   "entities": {
    "user_mentions": []
   },
   "extended_entities": {
    "media": [
     {
      "type": "photo",
      "media_url_https": "https://pbs.example/1.jpg",
      "ext_alt_text": "A bench in morning light."
     }
    ]
   }
  }
 },
 {
  "tweet": {
   "id_str": "1009"
  }
 }
]
