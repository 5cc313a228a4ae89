"""Words, phrases and names of the benchmark's community: ordinary or invented, hand-written."""

WORDS = {
    "en": """the to i you and a it is my for of in that this have on with not but be so
     me your are we was can do at just if get they all or no from what when how as will
     has been am there any out one would now up an by know like please thanks did more
     about time still which love new need help really some only got see their it's don't
     good i'm had why who our today after then could much very order even too here back
     work again us make app want because day other way go them over also first same
     i've great sent last before think he she people email never two anything since
     using thank working something into way use right account change every always next
     week best better maybe delivery support team update refund issue problem fix broken
     shipping package arrived waiting answer reply question customer service box size
     colour green blue black price sale discount code coupon birthday friend family
     website login password reset screen phone button photo video link page post story
     feature request bug crash error slow fast perfect beautiful amazing awesome happy
     sorry sad angry disappointed confused excited curious grateful lovely wonderful
     terrible awful quality material design battery cable charger warranty repair
     replacement return label store shop event meetup workshop stream podcast newsletter
     subscription invoice payment card charged twice cancel upgrade plan monthly yearly
     free trial student teacher school kids mum dad gift surprise present wedding garden
     kitchen coffee tea bread recipe music game board paint brush paper notebook pencil
     backpack jacket shoes boots tent trail mountain river forest winter summer spring
     autumn morning evening night weekend monday tuesday wednesday thursday friday
     saturday sunday january march april june july august october november december
     tracking courier parcel doorstep neighbour address street city country customs
     import duty refund voucher loyalty points member community moderator thread forum
     rules report spam harassment block mute follow share boost repost hashtag caption
     accessibility contrast keyboard reader translation language english german french
     spanish version release beta tester feedback survey roadmap changelog offline sync
     backup export privacy policy terms data delete download install linux windows
     macos android tablet laptop browser wifi network server down outage status""",
    "de": """die der und ich das nicht ist es in zu mit auf ein für von den wir hat eine
     euch bitte danke mein ihr auch aber wie noch habe bei so wenn sich im man schon
     kann was nur nach aus mir sind als war einfach sehr mal oder heute immer wieder
     bestellung lieferung paket angekommen leider kaputt frage antwort hilfe konto
     passwort rechnung rückgabe umtausch geschenk größe farbe schön super toll großartig
     warten woche tage seit gestern morgen vielen herzlichen grüße freundlich endlich
     funktioniert fehler anmeldung übersetzung straße müssen können wäre hätte""",
    "es": """de la que el en y no a los me por un con una para es lo se mi las pero gracias
     muy hola como más ya si su cuando está todo esta hay bien favor pedido envío paquete
     llegó todavía cuenta contraseña ayuda problema error roto devolución regalo talla
     color bonito genial increíble esperando semana días ayer mañana siempre nunca
     pregunta respuesta equipo tienda corazón niños cumpleaños también después según""",
    "fr": """de la le et je les pas que vous un à est pour en une ce ne mon merci mais avec
     sur bonjour dans plus votre bien tout très c'est j'ai si on par commande livraison
     colis arrivé toujours compte mot passe aide problème erreur cassé remboursement
     cadeau taille couleur beau génial incroyable attends semaine jours hier demain
     jamais question réponse équipe boutique cœur enfants anniversaire déjà après être""",
    "pt": """de que o a e não para um com em uma do da eu meu por mas se muito obrigado
     obrigada olá como mais já está quando tudo bem pedido entrega pacote chegou ainda
     conta senha ajuda problema erro quebrado devolução presente tamanho cor lindo ótimo
     esperando semana dias ontem amanhã sempre nunca pergunta resposta equipe loja""",
    "it": """di che e il la non un per è mi in una ho con ma grazie molto ciao come più già
     quando tutto bene ordine consegna pacco arrivato ancora conto aiuto problema errore
     rotto rimborso regalo taglia colore bello fantastico aspetto settimana giorni ieri
     domani sempre mai domanda risposta negozio perché così""",
    "nl": """de het een ik en van is niet dat in op te met voor mijn je maar bedankt zo aan
     heb er nog wel ook hallo bestelling levering pakket aangekomen helaas kapot vraag
     antwoord hulp rekening cadeau maat kleur mooi geweldig wachten week dagen gisteren
     morgen altijd nooit winkel""",
    "ru": """и не в я на что с это как но мне вы у за спасибо очень пожалуйста заказ доставка
     посылка пришла ещё когда вопрос ответ помощь ошибка сломан возврат подарок размер
     цвет красиво отлично жду неделя дней вчера завтра всегда никогда магазин здравствуйте""",
    "pl": """nie i w na to się z jest że do dziękuję bardzo proszę jak ale moje zamówienie
     dostawa paczka przyszła jeszcze konto hasło pomoc problem błąd zepsuty zwrot prezent
     rozmiar kolor piękny świetny czekam tydzień dni wczoraj jutro zawsze nigdy sklep""",
    "ar": """من في على شكرا جدا لم لا هذا أنا مع الطلب التوصيل الطرد وصل متى سؤال جواب مساعدة
     مشكلة خطأ مكسور استرجاع هدية مقاس لون جميل رائع أنتظر أسبوع أيام أمس غدا دائما متجر""",
    "hi": """है में के का को से नहीं यह मेरा और आप धन्यवाद बहुत कृपया ऑर्डर डिलीवरी पैकेज कब आया
     सवाल जवाब मदद समस्या टूटा वापसी उपहार आकार रंग सुंदर शानदार इंतज़ार सप्ताह दिन कल""",
    # Japanese has no blanks: these are joined without them.
    "ja": """ありがとうございます よろしくお願いします 注文 配送 荷物 届きました まだ 届いていません
     質問 返信 サポート 問題 エラー 壊れていました 返品 返金 プレゼント サイズ 色 とても 素敵 です
     でした を が は に で も の いつ ですか ください 楽しみ 待っています 先週 昨日 明日 新しい
     アプリ ログイン できません パスワード 写真 動画 大好き 最高 嬉しい 残念""",
}

PHRASES = {
    "en": """thank you so much for the quick reply|where is my order|any update on this|
     love the new {p}|my {p} arrived broken|can i get a refund please|
     it has been two weeks and still no answer|you made my day|this is the best team ever|
     the app keeps crashing on start|how do i change my address|is the {p} back in stock|
     i was charged twice|the tracking link does not work|happy birthday to the whole team|
     sorry to bother you again|just wanted to say thank you|any chance of a discount code|
     the parcel never arrived|my order number is {o}|please check order {o}|
     still waiting for {o}|see you at the meetup|please add dark mode|
     my daughter loves her {p}|the colour is different from the photo|
     could you send me the invoice again|who can i talk to about this|
     great service as always|i am really disappointed|keep up the good work|
     what a lovely surprise|thanks for the gift card|i will tell all my friends|
     the size chart is wrong|do you ship to {c}|when will the {p} be available|
     i can't log in any more|password reset mail never comes|please unsubscribe me""",
    "de": """vielen dank für die schnelle antwort|wo bleibt meine bestellung {o}|
     gibt es schon etwas neues|mein paket ist nie angekommen|das {p} ist leider kaputt|
     ich warte seit zwei wochen|ihr seid einfach großartig|herzlichen dank für das geschenk""",
    "es": """muchas gracias por la respuesta|dónde está mi pedido {o}|
     todavía no ha llegado nada|me encanta el nuevo {p}|llegó roto el {p}""",
    "fr": """merci beaucoup pour votre réponse|où est ma commande {o}|
     toujours rien reçu|j'adore le nouveau {p}|le {p} est arrivé cassé""",
    "pt": """muito obrigado pela resposta|onde está o meu pedido {o}|adorei o novo {p}""",
}

ANSWERS = {
    "en": """thanks for reaching out|we are so sorry about that|we have sent you a message|
     could you share your order number|a replacement is on its way|
     we will look into it right away|the team is working on a fix|
     we are glad you like it|that means a lot to us|please check your inbox""",
    "de": """danke für deine nachricht|das tut uns leid|ersatz ist unterwegs|
     wir kümmern uns sofort darum""",
    "es": """gracias por escribirnos|lo sentimos mucho|ya lo estamos revisando""",
    "fr": """merci pour votre message|nous sommes désolés|nous regardons cela tout de suite""",
}

PRODUCTS = (
    "lantern backpack notebook jacket teapot headlamp kite tent planner mug scarf "
    "keyboard speaker puzzle sketchbook blanket compass thermos hammock apron"
).split()
PLACES = (
    "Norway Canada Chile Japan Ireland Portugal Austria Kenya Iceland Poland "
    "Greece Uruguay Estonia India Morocco"
).split()
FIRST = (
    "Ana Ben Carla Dieter Elif Farid Greta Hiro Ines Jonas Kaja Luis Mara Nils Olga "
    "Paulo Quinn Rosa Sami Tove Uma Viktor Wanda Ximena Yuki Zoe Amara Bao Chidi "
    "Dana Emeka Fiona Gael Hanna Ivo Jade Kofi Lena Mei Noor Oskar Priya Rafa Selin "
    "Tariq Ulla Vera Wim Yara Zeno"
).split()
EMOJI = "❤️ 😂 🙏 😍 👍 🎉 😭 🔥 😊 ✨ 🥰 💜 👏 🙌 😢 💯 🤔 😅 🌟 🎁 📦 ☕ 🌲 🪁 👋 😡 💔 🚀 🥳 🤗".split()
