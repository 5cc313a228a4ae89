"""One raw mail in our terms, in an archive and in the mailbox alike."""

from email.message import EmailMessage

import pytest

from cm_desk.text.mail import (
    MAILER,
    attachment,
    from_original,
    incoming,
    original,
    own_words,
    parse,
    quoted,
)

OURS = {"hello@tidewell.example"}


def raw(text: str = "Hello", **headers: str) -> bytes:
    """Names with _ for -."""
    given = {
        "From": "Ada Vogel <ada@poczta.example>",
        "To": "hello@tidewell.example",
        "Date": "Mon, 05 Jan 2026 09:00:00 +0000",
        "Message_ID": "<a1@poczta.example>",
        **headers,
    }
    message = EmailMessage()
    for name, value in given.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


def test_a_form_on_our_own_site_was_written_by_whom_it_says_to_answer() -> None:
    mail = parse(raw(From="hello@tidewell.example", Reply_To="Bo <bo@shop.example>"), None)
    found = incoming(mail, OURS, "t")
    assert not found.outgoing
    assert found.who
    assert (found.who.key, found.who.name) == ("bo@shop.example", "Bo")


def test_what_lies_in_the_sent_folder_is_ours_whatever_address_it_names() -> None:
    mail = parse(raw(From="sales@tidewell.example", To="ada@poczta.example"), None)
    found = incoming(mail, OURS, "t", sent=True, unread=True)
    assert found.outgoing
    assert not found.unread
    assert found.who
    assert found.who.key == "ada@poczta.example"


@pytest.mark.parametrize(
    ("headers", "automatic", "bot"),
    [
        ({}, "", False),
        ({"Auto_Submitted": "no"}, "", False),
        ({"Auto_Submitted": "auto-replied (vacation)"}, "auto-reply", False),
        ({"X_Autoreply": "yes"}, "auto-reply", False),
        ({"Precedence": "auto_reply"}, "auto-reply", False),
        ({"Auto_Submitted": "auto-generated"}, "notice", True),
        ({"Precedence": "bulk"}, "list", True),
        ({"List_Unsubscribe": "<https://news.example/u>"}, "list", True),
        ({"List_Id": "<talk.example>", "List_Post": "<mailto:talk@talk.example>"}, "list", False),
        ({"From": "no-reply@shop.example"}, "", True),
        ({"From": "MAILER-DAEMON@mx.example"}, "bounce", True),
    ],
)
def test_what_a_machine_wrote_is_known(headers: dict[str, str], automatic: str, bot: bool) -> None:
    mail = parse(raw(**headers), None)
    assert (mail.automatic, mail.sender.bot) == (automatic, bot)
    asks = automatic in ("", "bounce")
    assert incoming(mail, OURS, "t", unread=True).unread is asks


def test_our_quote_is_taken_away_again_and_nothing_else() -> None:
    theirs = parse(raw("First line\n\n> an older one\nLast line"), None)
    answer = f"Yes.\n\n> and this we quoted ourselves\nSo it is.\n\n{quoted(theirs)}"
    assert own_words(answer) == "Yes.\n\n> and this we quoted ourselves\nSo it is."
    assert own_words("Look:\n> only a quote") == "Look:\n> only a quote"
    assert parse(raw(answer, X_Mailer=MAILER), None).text.endswith("So it is.")
    assert parse(raw(answer), None).text.endswith("> Last line")


def test_files_have_an_address_that_brings_them_back() -> None:
    message = EmailMessage()
    message["From"], message["Message-ID"] = "ada@poczta.example", "<a/1?@poczta.example>"
    message["Date"] = "Mon, 05 Jan 2026 09:00:00 +0000"
    message.set_content("See both.")
    for name, data in (("eins.png", b"\x89PNG"), ("größe.pdf", b"%PDF")):
        message.add_attachment(data, maintype="image", subtype="png", filename=name)
    mail = parse(message.as_bytes(), None)
    assert [each.name for each in mail.media] == ["eins.png", "größe.pdf"]
    for media, data in zip(mail.media, (b"\x89PNG", b"%PDF"), strict=True):
        id, number = from_original(media.url)
        assert id == mail.id
        assert number is not None
        assert attachment(message.as_bytes(), number) == data
    assert attachment(message.as_bytes(), 2) is None
    assert from_original(original(mail.id)) == (mail.id, None)
    assert from_original("https://poczta.example/1") == ("", None)


def test_a_mail_without_an_id_has_the_same_one_with_any_ends_of_lines() -> None:
    data = raw().replace(b"Message-ID: <a1@poczta.example>\n", b"")
    assert parse(data, None).id == parse(data.replace(b"\n", b"\r\n") + b"\r\n", None).id
