"""The mailbox on a real server (Dovecot, and aiosmtpd for sending), with people who write to us.

Skipped where the server is not installed: make servers.
"""

import json
import smtplib
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from imap_tools import MailBox

from cm_desk.archives.formats.mbox import FORMAT
from cm_desk.connectors import registry
from cm_desk.connectors.base import Connector, Granted, Tells
from cm_desk.connectors.exchange import Patience
from cm_desk.connectors.http import Http
from cm_desk.connectors.services.mail import line
from cm_desk.domain.model import Account, Incoming, Kind, Outgoing, Page, Upload
from cm_desk.errors import Gone, Offline, Rejected, SignInNeeded, UnknownOutcome
from tests.servers.real import free_port, running

BRAND, MINA, JONAS = "care@acmetea.test", "mina@example.org", "jonas@example.org"


class Server:
    """The running server, and what the customers do on it with their own programs."""

    def __init__(self, info: dict[str, Any], folder: Path) -> None:
        self.info, self.folder = info, folder
        self.passwords = {each["user"]: each["password"] for each in info["accounts"]}
        self.tls = ssl.create_default_context(cafile=info["ca"])

    @property
    def answers(self) -> dict[str, str]:
        return {
            "address": BRAND,
            "password": self.passwords[BRAND],
            "imap": f"localhost:{self.info['imap_tls']}",
            "smtp": f"smtp://localhost:{self.info['smtp_starttls']}",
        }

    def box(self, user: str, folder: str = "INBOX") -> MailBox:
        box = MailBox("localhost", self.info["imap_tls"], ssl_context=self.tls)
        box.login(user, self.passwords[user], folder)
        return box

    def texts(self, user: str, folder: str = "INBOX") -> list[str]:
        with self.box(user, folder) as box:
            return [each.text for each in box.fetch(mark_seen=False)]

    def write(self, user: str, subject: str, text: str, **headers: str) -> str:
        """As a customer's own program would, over SMTP; the id of the mail."""
        made = EmailMessage()
        made["From"], made["To"], made["Subject"] = user, BRAND, subject
        id = f"{time.time_ns()}@{user.partition('@')[2]}"
        made["Message-ID"], made["Date"] = f"<{id}>", datetime.now(UTC)
        for name, value in headers.items():
            made[name.replace("_", "-")] = value
        made.set_content(text)
        self.deliver(user, made)
        return id

    def deliver(self, user: str, made: EmailMessage) -> None:
        with smtplib.SMTP("localhost", self.info["smtp_starttls"]) as smtp:
            smtp.starttls(context=self.tls)
            smtp.login(user, self.passwords[user])
            smtp.send_message(made)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """In a folder of its own: Dovecot's user may not look into pytest's."""
    with TemporaryDirectory() as made, running("mail", folder := Path(made), free_port()) as info:
        patch = pytest.MonkeyPatch()
        patch.setenv("REQUESTS_CA_BUNDLE", info["ca"])
        yield Server(info, folder)
        patch.undo()


@pytest.fixture
def http() -> Iterator[Http]:
    made = Http()
    yield made
    made.close()


def sign_in(http: Http, answers: dict[str, str]) -> Granted:
    signing_in = registry.service("mail").sign_in
    assert signing_in
    return signing_in(http, answers)


@pytest.fixture
def desk(server: Server, http: Http) -> Connector:
    return fresh(server, http)


def fresh(server: Server, http: Http) -> Connector:
    """As after a restart."""
    granted = sign_in(http, server.answers)
    account = Account(
        1, "mail", BRAND, granted.base_url, remote_id=BRAND, signer="Noor at Acme Tea"
    )
    return registry.connector(account, granted.secret, http)


def everything(step: Callable[[str | None], Page]) -> dict[str, Incoming]:
    cursor, found = None, dict[str, Incoming]()
    while True:
        page = step(cursor)
        found |= {each.remote_id: each for each in page.messages}
        if not page.more:
            return found
        cursor = page.cursor


def answer(key: str, text: str, to: Incoming, **more: Any) -> Outgoing:
    assert to.who
    made = Outgoing(key, text, datetime.now(UTC), to.thread, to.remote_id, (to.who,))
    return replace(made, **more)


def message(desk: Connector, id: str) -> Incoming:
    return next(each for each in desk.thread(id).messages if each.remote_id == id)


def test_sign_in_finds_both_servers_and_who_we_are(server: Server, http: Http) -> None:
    granted = sign_in(http, server.answers)
    assert granted.profile.handle == BRAND
    assert json.loads(granted.secret)["user"] == BRAND
    assert server.passwords[BRAND] not in granted.base_url


def test_what_a_mailbox_really_holds_is_read(desk: Connector) -> None:
    found = {m.remote_id: m for m in desk.pull(None).messages}
    assert found.keys() == everything(desk.history).keys()
    assert len([one for one in found if one.startswith("seed-")]) == 10
    second = found["seed-1@example.org"]
    assert (second.thread, second.reply_to) == ("seed-0@example.org",) * 2
    assert (second.kind, second.unread) == (Kind.MAIL, True)
    assert not found["seed-0@example.org"].unread
    assert found["seed-2@example.org"].subject == "Спасибо за чай! 🍵"
    assert found["seed-3@example.org"].text == "Is the blue tin back?"
    assert found["seed-4@example.org"].text == "No plain part here."
    assert not found["seed-6@example.org"].unread
    assert found["seed-6@example.org"].thread == "seed-3@example.org"
    news = found["seed-7@example.org"].who
    assert news
    assert news.bot
    assert found["seed-8@example.jp"].text == "お茶が好きです。"
    broken = next(each for one, each in found.items() if "without-message-id" in one)
    assert broken.subject == "café without a charset"
    assert message(desk, broken.remote_id) == replace(broken, unread=True)
    assert found["seed-11@example.org"].text.startswith("No such user.")


def test_an_unchanged_mailbox_gives_nothing(desk: Connector) -> None:
    first = desk.pull(None).cursor
    assert desk.pull(first) == Page(cursor=first)


def test_an_archive_of_the_mailbox_makes_no_doubles(
    server: Server, desk: Connector, tmp_path: Path
) -> None:
    """The same ids, words and files on both ways in."""
    synced = everything(desk.history)
    archive = tmp_path / "mails"
    archive.mkdir()
    with server.box(BRAND) as box:
        for each in box.fetch(mark_seen=False):
            (archive / f"{each.uid}.eml").write_bytes(each.obj.as_bytes())
    parts = list(FORMAT.parts(archive, owner=BRAND))
    imported = {m.remote_id: m for part in parts for m in part.page.messages}
    assert len(imported) >= 10
    for one, given in imported.items():
        assert given == synced[one]


def test_a_file_comes_on_a_click_and_so_does_the_source(desk: Connector) -> None:
    found = message(desk, "seed-5@example.org")
    [file] = found.media
    assert (file.name, file.kind) == ("Dose größe.png", "image")
    assert desk.fetch(file.url, 10_000) == b"\x89PNG\r\n\x1a\n" + bytes(2000)
    assert b"Subject: Photo of the tin" in desk.fetch(found.url, 10_000)
    with pytest.raises(Rejected):
        desk.fetch(file.url, 1000)
    with pytest.raises(Rejected):
        desk.fetch("https://tracker.invalid/x.gif", 1000)
    with pytest.raises(Gone):
        desk.fetch("mid:nothing@example.org", 1000)


def test_of_a_large_mail_only_the_words_come(
    server: Server, desk: Connector, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same message as when it came whole, attached mails and all."""
    inner = EmailMessage()
    inner["From"], inner["Subject"] = JONAS, "inside"
    inner.set_content("The mail that I forward.")
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = JONAS, BRAND, "large"
    made["Message-ID"], made["Date"] = "<large@example.org>", datetime.now(UTC)
    made.set_content("See the film, größer.")
    made.add_alternative("<p>See the <b>film</b>, größer.</p>", subtype="html")
    film = bytes(range(256)) * 12_000
    made.add_attachment(film, maintype="video", subtype="mp4", filename="Ümlaut film.mp4")
    made.add_attachment(inner)
    server.deliver(JONAS, made)
    read = 0
    count = line.Line._count

    def counted(self: line.Line, number: int) -> None:
        nonlocal read
        read += number
        count(self, number)

    monkeypatch.setattr(line.Line, "_count", counted)
    large = message(desk, "large@example.org")
    assert large.text.startswith("See the film, größer.\n")
    assert large.text.endswith("\nThe mail that I forward.")
    assert [each.name for each in large.media] == ["Ümlaut film.mp4"]
    assert read < 100_000
    monkeypatch.setattr("cm_desk.connectors.services.mail.mails.SMALL", 10**9)
    assert message(desk, "large@example.org") == large
    assert desk.fetch(large.media[0].url, 10**7) == film
    single = server.write(MINA, "one long text", "All of it. " * 30_000)
    monkeypatch.setattr("cm_desk.connectors.services.mail.mails.SMALL", 1000)
    assert message(desk, single).text.startswith("All of it. All of it.")


def test_a_customer_writes_is_answered_and_has_it_once(
    server: Server, desk: Connector, http: Http, tmp_path: Path
) -> None:
    cursor = desk.pull(None).cursor
    asked = server.write(MINA, "The blue tin", "Is it back?\n\nMina")
    [question] = desk.pull(cursor).messages
    assert question.remote_id == asked
    recipe = tmp_path / "recipe größe.txt"
    recipe.write_text("Steep it.")
    out = answer("key-once", "It is.\n.\n.dots stay", question, media=(Upload(recipe),))
    sent = desk.send(out)
    assert (sent.text, sent.subject) == ("It is.\n.\n.dots stay", "Re: The blue tin")
    assert (sent.thread, sent.outgoing) == (question.thread, True)
    with server.box(MINA) as box:
        [arrived] = [each for each in box.fetch() if "It is." in each.text]
    assert arrived.from_values
    assert arrived.from_values.name == "Noor at Acme Tea"
    assert arrived.headers["in-reply-to"] == (f"<{asked}>",)
    assert "> Is it back?" in arrived.text
    assert [each.filename for each in arrived.attachments] == ["recipe größe.txt"]
    assert len([t for t in server.texts(BRAND, "Sent") if "It is." in t]) == 1
    [copy] = [m for m in everything(desk.history).values() if m.remote_id == sent.remote_id]
    assert copy == sent
    found = fresh(server, http).find(out)
    assert found == sent
    thanks = server.write(MINA, "Re: The blue tin", "Lovely", References=f"<{sent.remote_id}>")
    whole = {each.remote_id for each in desk.thread(asked).messages}
    assert {asked, sent.remote_id} <= whole
    assert thanks in {each.remote_id for each in desk.thread(sent.remote_id).messages}


def test_a_lost_answer_is_looked_up_and_nothing_leaves_twice(
    server: Server, desk: Connector, http: Http
) -> None:
    """Where the server lays a copy among what was sent."""
    (server.folder / "keeps-sent").touch()
    question = message(desk, server.write(JONAS, "Once", "Only once, please"))
    desk.send(answer("key-before", "The one before", question))
    (server.folder / "drop-answer").touch()
    out = answer("key-lost", "Only this once", question)
    with pytest.raises(UnknownOutcome):
        desk.send(out)
    found = fresh(server, http).find(out)
    assert found
    assert found.text == "Only this once"
    assert fresh(server, http).find(answer("key-never", "Never sent", question)) is None
    (server.folder / "keeps-sent").unlink()
    with server.box(JONAS) as box:
        texts = [each.text for each in box.fetch()]
    assert len([each for each in texts if each.startswith("Only this once")]) == 1
    for words in ("The one before", "Only this once"):
        assert len([t for t in server.texts(BRAND, "Sent") if t.startswith(words)]) == 1


def test_what_is_refused_says_why(server: Server, desk: Connector) -> None:
    question = message(desk, "seed-0@example.org")
    for address, words in (("nobody", "No such user here"), ("full", "Mailbox full")):
        assert question.who
        other = replace(question.who, key=f"{address}@example.org", handle=f"{address}@example.org")
        with pytest.raises(Rejected, match=words):
            desk.send(Outgoing(f"key-{address}", "Hello", datetime.now(UTC), to=(other,)))
    with pytest.raises(Rejected, match="written by a machine"):
        desk.send(answer("key-machine", "Hello machine", message(desk, "seed-11@example.org")))


def test_numbers_that_start_anew_bring_no_doubles_and_lose_nothing(
    server: Server, desk: Connector, http: Http
) -> None:
    """UIDVALIDITY changes when a server is restored or moved."""
    cursor = desk.pull(None).cursor
    with server.box(BRAND) as box:
        before = box.folder.status("INBOX")["UIDVALIDITY"]
    desk.stop()
    folder = server.folder / "mail" / BRAND
    for each in (*folder.glob("dovecot-uidlist*"), *folder.glob("dovecot-uidv*")):
        each.unlink()
    for each in folder.glob("dovecot.*"):
        each.unlink()
    missed = server.write(MINA, "While it moved", "Did you get this?")
    page = fresh(server, http).pull(cursor)
    with server.box(BRAND) as box:
        assert box.folder.status("INBOX")["UIDVALIDITY"] != before
    found = [each.remote_id for each in page.messages]
    assert missed in found
    assert len(found) == len(set(found))


def test_a_certificate_that_nobody_vouches_for_has_its_own_sentence(
    server: Server, http: Http, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    for imap in (
        server.answers["imap"],
        f"imap://localhost:{server.info['imap_plain_or_starttls']}",
    ):
        with pytest.raises(
            Offline, match=r"certificate is not valid.*Ask the people who run the server"
        ):
            sign_in(http, server.answers | {"imap": imap})


def test_a_wrong_password_is_named_though_it_comes_late(server: Server, http: Http) -> None:
    with pytest.raises(SignInNeeded, match="does not take this name and password") as caught:
        sign_in(http, server.answers | {"password": "wrong-canary"})
    assert "wrong-canary" not in str(caught.value)


def test_it_works_with_starttls_too(server: Server, http: Http) -> None:
    imap = f"imap://localhost:{server.info['imap_plain_or_starttls']}"
    granted = sign_in(http, server.answers | {"imap": imap})
    account = Account(1, "mail", BRAND, granted.base_url, remote_id=BRAND)
    assert registry.connector(account, granted.secret, http).profile().handle == BRAND


def test_a_stopped_call_ends_within_a_second(server: Server, http: Http) -> None:
    """Also one that waits for a server which never answers."""
    desk = fresh(server, Http(Patience(read_s=30)))
    ends: list[BaseException] = []

    def wait() -> None:
        try:
            while True:
                desk.history(None)
        except Offline as err:
            ends.append(err)

    thread = threading.Thread(target=wait, daemon=True)
    thread.start()
    threading.Event().wait(0.2)
    desk.stop()
    thread.join(1)
    assert len(ends) == 1


def test_the_server_tells_when_mail_comes(server: Server, desk: Connector) -> None:
    assert isinstance(desk, Tells)
    assert desk.wait(0.2) is False
    later = threading.Timer(0.2, server.write, [MINA, "Now", "Do you hear me?"])
    later.start()
    assert desk.wait(20) is True
    later.join()
