"""What goes out by mail, and what is known of it afterwards."""

from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from cm_desk.connectors.base import Connector
from cm_desk.domain.model import Author, Incoming, Upload
from cm_desk.errors import CannotTell, Offline, Rejected, SignInNeeded, SlowDown, UnknownOutcome
from tests.connectors.mail import ADA, MailNetwork, small_server
from tests.contracts.connector import outgoing

NO_ANSWER = "mail:hello@tidewell.example: 127.0.0.1 did not say whether it took the mail"


def message(connector: Connector, id: str) -> Incoming:
    return next(each for each in connector.thread(id).messages if each.remote_id == id)


def sent(network: MailNetwork, number: int = -1) -> EmailMessage:
    made = message_from_bytes(network.world.accepted[number][2], policy=policy.default)
    assert isinstance(made, EmailMessage)
    return made


def said(network: MailNetwork) -> str:
    return str(sent(network).get_content()).replace("\r\n", "\n")


def test_a_reply_refers_to_the_whole_conversation_and_quotes_it() -> None:
    with small_server() as network:
        desk = network.connect()
        first = network.write("Is it in stock?\n\nOr not?")
        second = network.write("Hello?", reply_to=first)
        answer = desk.send(outgoing("It is.", to=message(desk, second)))
        mail = sent(network)
        assert mail["References"] == f"<{first}> <{second}>"
        assert mail["In-Reply-To"] == f"<{second}>"
        assert mail["Subject"] == "Re: A question"
        assert mail["From"] == "Mara at Tidewell <hello@tidewell.example>"
        text = said(network)
        assert text.startswith("It is.\n\nAda Vogel, 20")
        assert text.endswith(" UTC:\n> Hello?\n")
        assert answer.text == "It is."
        assert answer.thread == first
        third = network.write("Thanks", reply_to=answer.remote_id)
        desk.send(outgoing("Gladly", "key-2", to=message(desk, third)))
        assert "> Thanks" in said(network)


def test_long_lines_dots_and_any_script_arrive_as_written() -> None:
    text = ".\n..two\n" + "x" * 5000 + "\nשלום 茶 🍵\n.\nend"
    with small_server() as network:
        network.connect().send(replace(outgoing(text), to=(ADA,)))
        raw = network.world.accepted[0][2]
        assert max(map(len, raw.split(b"\r\n"))) <= 998
        assert raw.isascii()
        assert said(network).rstrip("\n") == text


def test_a_server_that_keeps_no_copy_gets_one_from_us() -> None:
    with small_server() as network:
        network.world.keeps_sent = False
        made = network.connect().send(replace(outgoing("Hello"), to=(ADA,)))
        [copy] = network.world.folders["Sent"]
        assert copy.flags == {"\\Seen"}
        assert made in network.connect().history(None).messages


def test_where_nobody_can_tell_nothing_is_sent_again() -> None:
    """The server keeps no copy by itself, and did not say whether it took the mail."""
    with small_server() as network:
        network.world.keeps_sent = False
        desk = network.connect()
        desk.send(replace(outgoing("The one before"), to=(ADA,)))
        lost = replace(outgoing("Only once", "key-2"), to=(ADA,))
        network.drop_next_answer()
        with pytest.raises(UnknownOutcome, match=NO_ANSWER):
            desk.send(lost)
        network.come_back()
        for _ in range(3):
            with pytest.raises(CannotTell, match="nobody can tell"):
                network.connect().find(lost)
        assert network.posts() == ["The one before", "Only once"]


def test_a_copy_that_comes_late_is_waited_for() -> None:
    with small_server() as network:
        desk = network.connect()
        desk.send(replace(outgoing("The one before"), to=(ADA,)))
        network.world.keeps_sent = False
        network.drop_next_answer()
        lost = replace(outgoing("Late", "key-2"), to=(ADA,))
        with pytest.raises(UnknownOutcome):
            desk.send(lost)
        with pytest.raises(UnknownOutcome, match="may still be laying"):
            desk.find(lost)
        network.world.put("Sent", network.world.accepted[-1][2], ["\\Seen"])
        found = desk.find(lost)
        assert found
        assert found.text == "Late"


@pytest.mark.parametrize(
    ("code", "words", "error", "says"),
    [
        (550, "5.1.1 No such user here", Rejected, r"No such user here\. Check the address"),
        (452, "4.2.2 Mailbox full, try again later", Rejected, "Mailbox full.*Try again later"),
        (552, "5.3.4 Message too big", Rejected, "without the largest file"),
        (554, "5.7.1 Spam suspected", Rejected, "Ask the people who run the server"),
        (450, "4.7.0 Too many mails, wait 2 minutes", SlowDown, "120 seconds"),
        (421, "4.7.0 Try again later", SlowDown, "300 seconds"),
        (503, "\x1b[31mBad <b>sequence</b>", Rejected, "Bad"),
    ],
)
def test_a_refusal_says_why_and_what_to_do(
    code: int, words: str, error: type[Exception], says: str
) -> None:
    with small_server() as network:
        network.world.faults.refused_mail = (code, words)
        with pytest.raises(error, match=says) as caught:
            network.connect().send(replace(outgoing("Hello"), to=(ADA,)))
        assert "\x1b" not in str(caught.value)
        assert network.posts() == []


def test_a_form_on_our_site_is_answered_to_whom_it_names() -> None:
    with small_server() as network:
        raw = network.world
        raw.put(
            "INBOX",
            b"From: hello@tidewell.example\r\nReply-To: Bo <bo@shop.example>\r\n"
            b"To: hello@tidewell.example\r\nSubject: From the site\r\nMessage-ID: <form@site>\r\n"
            b"Date: Mon, 05 Jan 2026 09:00:00 +0000\r\n\r\nDo you ship?\r\n",
        )
        desk = network.connect()
        question = message(desk, "form@site")
        assert not question.outgoing
        answer = desk.send(outgoing("We do.", to=question))
        assert network.world.accepted[0][1] == ["bo@shop.example"]
        assert answer.who == question.who


@pytest.mark.parametrize(
    ("refused", "says"),
    [
        ("[AUTHENTICATIONFAILED] Invalid credentials", "does not take this name and password"),
        ("[EXPIRED] That password has expired", "has expired"),
        ("[ALERT] Application-specific password required", "app password"),
        ("[AUTHENTICATIONFAILED] Account suspended", "does not let this account in.*suspended"),
    ],
)
def test_every_refused_sign_in_has_its_own_sentence(refused: str, says: str) -> None:
    with small_server() as network:
        network.world.faults.refused = refused
        with pytest.raises(SignInNeeded, match=says):
            network.connect().pull(None)


def test_trouble_of_the_server_is_no_wrong_password() -> None:
    with small_server() as network:
        network.world.faults.refused = "[UNAVAILABLE] Temporary authentication failure"
        with pytest.raises(Offline, match="has trouble"):
            network.connect().pull(None)


def test_a_copy_goes_to_others_and_the_signer_is_seen() -> None:
    with small_server() as network:
        bo = Author("bo@shop.example", "bo@shop.example", "Bo")
        out = replace(outgoing("Hello"), to=(ADA,), cc=(bo, ADA), signer="Noor")
        sent_ = network.connect().send(out)
        assert sent_.who
        assert sent_.who.key == ADA.key
        assert network.world.accepted[0][1] == ["ada.vogel@poczta.example", "bo@shop.example"]
        assert sent(network)["Cc"] == "Bo <bo@shop.example>"
        assert sent(network)["From"] == "Noor <hello@tidewell.example>"


def test_somebody_who_is_away_is_written_to_in_the_same_conversation() -> None:
    """Not as an answer to the machine, which would answer again."""
    with small_server() as network:
        desk = network.connect()
        first = network.write("Is it in stock?")
        ours = desk.send(outgoing("It is.", to=message(desk, first)))
        network.world.put(
            "INBOX",
            f"From: ada.vogel@poczta.example\r\nMessage-ID: <away@poczta.example>\r\n"
            f"Date: Mon, 05 Jan 2026 09:00:00 +0000\r\nAuto-Submitted: auto-replied\r\n"
            f"In-Reply-To: <{ours.remote_id}>\r\n\r\nI am away.\r\n".encode(),
        )
        away = message(desk, "away@poczta.example")
        assert away.thread == ours.thread
        again = desk.send(outgoing("When you are back.", "key-2", to=away))
        assert sent(network)["In-Reply-To"] == f"<{ours.remote_id}>"
        assert (again.thread, again.reply_to) == (ours.thread, ours.remote_id)


def test_a_large_file_on_a_slow_line_is_no_lost_answer(tmp_path: Path) -> None:
    """It takes longer than any single piece of it may."""
    film = tmp_path / "film.bin"
    film.write_bytes(bytes(range(256)) * 30_000)
    with small_server() as network:
        network.impatient()
        network.world.faults.slow, network.world.keeps_sent = True, False
        out = replace(outgoing("See"), to=(ADA,), media=(Upload(film),))
        network.connect().send(out)
        [file] = sent(network).iter_attachments()
        assert file.get_content() == film.read_bytes()
        assert len(network.world.folders["Sent"]) == 1
