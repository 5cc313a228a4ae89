"""Texts that have broken programs before. Our own list; each line is one trap."""

NAUGHTY = (
    "<script>alert('hello')</script>",
    "<img src=x onerror=alert(1)>",
    "<img src='file:///etc/passwd'>",
    "<![x[y]]>",
    "<!-- never closed",
    "&lt;b&gt; &amp;amp; &#0; &#x110000;",
    "'; drop table messages; --",
    '" or ""="',
    "%s %n %d {0} {} ${HOME} `id` $(id)",
    "../../../../etc/passwd",
    "C:\\con\\nul",
    "=cmd|'/c calc'!A1",
    "\u202etxt.exe\u202c",  # right-to-left override
    "\u2066\u2067\u2068",  # isolates that nobody closes
    "\u200b\u200c\u200d\ufeff",  # nothing to see
    "Z\u0351\u036b\u0343a\u0353\u0321\u0315l\u034e\u0332g\u0320\u0353o\u0316\u0345",
    "👩‍👩‍👧‍👦 🏳️‍🌈 🇺🇳 👍🏿 1️⃣",
    "ﷺ العربية ואז עברית then English",
    "ニュース 뉴스 新闻 İstanbul ıI ſ ẞ",
    "a\u0300\u0301" * 40,
    "x" * 400,
    "tab\there\r\nand\rthere\x0b\x0c",
    "\x01\x02\x1b[31mred\x1b[0m\x7f",
    "\u2028\u2029",
    "#!@*^()_+|~`-=[]{};:,./?",
    "@@@ @ @@ada@ada@ada # ##",
    "https://ex​ample.com http://[::1 mailto:?",
    "9999999999999999999999 -1 1e309 NaN null undefined None",
)
