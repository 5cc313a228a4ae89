window.YTD.tweets.part0 = [
 {
  "tweet": {
   "id_str": "1002",
   "created_at": "Mon Jan 05 10:05:00 +0000 2026",
   "full_text": "Second part &amp; kettle.",
   "lang": "en",
   "entities": {
    "user_mentions": []
   },
   "in_reply_to_status_id_str": "1001",
   "in_reply_to_user_id_str": "700"
  }
 },
 {
  "tweet": {
   "id_str": "1003",
   "created_at": "Tue Jan 06 10:00:00 +0000 2026",
   "full_text": "@priya_makes Two clicks &gt; one.",
   "lang": "en",
   "entities": {
    "user_mentions": [
     {
      "id_str": "52",
      "screen_name": "greta_holm",
      "name": "Greta Holm"
     },
     {
      "id_str": "41",
      "screen_name": "priya_makes",
      "name": "Priya Raman"
     }
    ]
   },
   "in_reply_to_status_id_str": "77",
   "in_reply_to_user_id_str": "41"
  }
 },
 {
  "tweet": {
   "id_str": "1004",
   "created_at": "Tue Jan 06 11:00:00 +0000 2026",
   "full_text": "RT @greta_holm: left-handed cranks",
   "lang": "en",
   "entities": {
    "user_mentions": []
   }
  }
 }
]
