window.YTD.direct_messages.part0 = [
 {
  "dmConversation": {
   "conversationId": "700-41",
   "messages": [
    {
     "messageCreate": {
      "recipientId": "41",
      "text": "It leaves today.",
      "senderId": "700",
      "id": "2002",
      "createdAt": "2026-01-07T09:05:00.000Z",
      "mediaUrls": [],
      "reactions": [],
      "urls": []
     }
    },
    {
     "messageCreate": {
      "recipientId": "700",
      "text": "Is my lid <b>coming</b>?",
      "senderId": "41",
      "id": "2001",
      "createdAt": "2026-01-07T09:00:00.000Z",
      "mediaUrls": [
       "https://ton.example/2001.jpg"
      ],
      "reactions": [],
      "urls": []
     }
    },
    {
     "joinConversation": {
      "initiatingUserId": "41"
     }
    }
   ]
  }
 }
]
