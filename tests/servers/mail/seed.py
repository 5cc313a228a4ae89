"""The seeded mail: what a brand's mailbox really holds, the awkward kinds too."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
TO = "Acme Tea <care@acmetea.test>"
MINA, JONAS = "Mina Okafor <mina@example.org>", "Jonas Lind <jonas@example.org>"
BY_HAND = (  # what a mail library would not write
    b"""From: =?iso-2022-jp?B?GyRCOzNFRBsoQg==?= <yamada@example.jp>
To: care@acmetea.test
Subject: =?iso-2022-jp?B?GyRCJCpDYxsoQg==?=
Date: Mon, 05 Jan 2026 17:00:00 +0000
Message-ID: <seed-8@example.jp>
Content-Type: text/plain; charset=iso-2022-jp

"""
    + "お茶が好きです。\n".encode("iso-2022-jp"),
    b"""From: broken@example.org
To: care@acmetea.test
Subject: caf\xe9 without a charset
Date: yesterday, I think

no Message-ID, no MIME, a byte \xe9 that is not UTF-8
""",
)
BOUNCE = b"""From: MAILER-DAEMON@example.org
To: care@acmetea.test
Subject: Undelivered Mail Returned to Sender
Date: Mon, 05 Jan 2026 20:00:00 +0000
Message-ID: <seed-11@example.org>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b

No such user.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; nobody@example.org
Action: failed
Status: 5.1.1

--b--
"""


def plain(number: int, sender: str, subject: str, text: str, **headers: str) -> EmailMessage:
    """Names of headers with _ for -."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, TO, subject
    made["Date"] = format_datetime(START + timedelta(hours=number))
    made["Message-ID"] = f"<seed-{number}@example.org>"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made


def messages() -> list[tuple[datetime, str, bytes]]:
    """(when, flags, raw) of each, oldest first."""
    raw = [each.as_bytes() for each in _proper()]
    raw += [*BY_HAND, raw[0], BOUNCE]  # the first one comes a second time
    return [
        (
            START + timedelta(hours=number),
            "(\\Seen)" if number == 0 else "",
            each.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
        )
        for number, each in enumerate(raw)
    ]


def _proper() -> list[EmailMessage]:
    answered = {"In_Reply_To": "<seed-0@example.org>", "References": "<seed-0@example.org>"}
    away = {"Auto_Submitted": "auto-replied", "In_Reply_To": "<seed-3@example.org>"}
    news = {"List_Unsubscribe": "<https://example.net/u>", "Precedence": "bulk"}
    html = plain(3, JONAS, "Question", "Is the blue tin back?")
    html.add_alternative(
        "<p>Is the <b>blue</b> tin back?</p><img src='https://tracker.invalid/x.gif'>",
        subtype="html",
    )
    only = plain(4, JONAS, "Only HTML", "x")
    only.set_content("<p>No plain part here.<script>alert(1)</script></p>", subtype="html")
    file = plain(5, MINA, "Photo of the tin", "See the picture.")
    picture = b"\x89PNG\r\n\x1a\n" + bytes(2000)
    file.add_attachment(picture, maintype="image", subtype="png", filename="Dose größe.png")
    order = "Here is the order number: 4711.\n\n> Which order?\n"
    return [
        plain(0, MINA, "My tea arrived broken", "Hello,\n\nthe tin was dented.\n\nMina"),
        plain(1, MINA, "Re: My tea arrived broken", order, **answered),
        plain(2, "Зоя Петрова <zoya@example.org>", "Спасибо за чай! 🍵", "Самый лучший чай.\n"),
        html,
        only,
        file,
        plain(6, JONAS, "Automatic reply: Question", "I am away until Monday.\n", **away),
        plain(7, "Tea Weekly <news@example.net>", "This week in tea", "News.\n", **news),
    ]
