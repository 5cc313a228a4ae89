"""What a mailbox holds that the contract does not think of."""

import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from cm_desk.connectors.base import Tells
from cm_desk.connectors.services.mail.line import Odd
from cm_desk.connectors.services.mail.places import Cursor, Read
from cm_desk.connectors.services.mail.words import Chunk, leaves, messages
from cm_desk.errors import Offline, Rejected
from tests.connectors.mail import MailNetwork, small_server
from tests.contracts.connector import everything_new, everything_old, ids, outgoing
from tests.servers.fake_mail import imap

NOW = datetime.now(UTC)


def put(network: MailNetwork, id: str, subject: str, days_ago: float = 0, **headers: str) -> None:
    """Names of headers with _ for -."""
    given = {
        "From": "Bo <bo@shop.example>",
        "Subject": subject,
        "Date": format_datetime(NOW - timedelta(days=days_ago)),
        "Message-ID": f"<{id}>",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in given.items() if value)
    network.world.put("INBOX", f"{head}\r\n{id} says\r\n".encode("utf-8", "surrogateescape"))


def threads(network: MailNetwork) -> dict[str, str]:
    found = (m for page in everything_old(network.connect()) for m in page.messages)
    return {each.remote_id: each.thread for each in found}


def test_a_conversation_is_found_where_a_program_names_only_the_mail_before() -> None:
    with small_server() as network:
        put(network, "a@x", "Tin")
        put(network, "b@x", "Re: Tin", In_Reply_To="<a@x>")
        put(network, "c@x", "Re: Tin", In_Reply_To="<b@x>", References="<b@x>")
        put(network, "d@x", "Re: Tin", In_Reply_To="<c@x>")
        put(network, "lost@x", "Re: Tin", In_Reply_To="<gone@x>", From="cy@x.example")
        put(network, "loop1@x", "L", In_Reply_To="<loop2@x>")
        put(network, "loop2@x", "L", In_Reply_To="<loop1@x>")
        found = threads(network)
        assert {found[each] for each in ("a@x", "b@x", "c@x", "d@x")} == {"a@x"}
        assert found["lost@x"] == "gone@x"
        assert found["loop1@x"]


def test_a_subject_joins_what_refers_to_nothing_but_only_of_one_person_and_time() -> None:
    with small_server() as network:
        put(network, "old@x", "Blue tin", 60)
        put(network, "a@x", "Blue tin", 3)
        put(network, "b@x", "AW: Re: blue tin", 2)
        put(network, "c@x", "Blue tin", 1)
        put(network, "d@x", "Re: Blue tin", 1, From="cy@x.example")
        found = threads(network)
        assert found["b@x"] == "a@x"
        assert [found[each] for each in ("old@x", "c@x", "d@x")] == ["old@x", "c@x", "d@x"]


def test_mail_that_was_made_to_hurt_is_read_or_left_out_and_stops_nothing() -> None:
    with small_server() as network:
        put(network, "first@x", "First")
        put(network, "huge@x", "s" * 100_000, References="<r@x> " * 10_000)
        put(network, "bytes@x", "\udcff\udcfe caf\udce9")
        odd = "=?no-such?b?////?= =?utf-8?q?=FF?="
        put(network, "charset@x", odd, Content_Type="text/plain; charset=none")
        put(network, "mime@x", "M", Content_Type='multipart/mixed; boundary="')
        put(network, "deep@x", "D", Content_Type="multipart/mixed; boundary=b" * 3)
        put(network, "nobody@x", "No sender", From="")
        network.world.put("INBOX", b"\x00\xff" * 5000)
        network.world.put("INBOX", b"")
        put(network, "", "Without an id")
        put(network, "last@x", "Last")
        found = ids(list(everything_new(network.connect(), None)))
        known = {"first@x", "huge@x", "bytes@x", "charset@x", "mime@x", "deep@x", "last@x"}
        assert known <= set(found)
        assert len(found) == len(known) + 1
        assert found.count("last@x") == 1


def test_numbers_that_start_anew_bring_no_doubles_and_lose_nothing() -> None:
    with small_server() as network:
        known = [network.write(f"number {n}") for n in range(5)]
        cursor = network.connect().pull(None).cursor
        network.world.renumber()
        missed = network.write("While it moved")
        page = network.connect().pull(cursor)
        assert missed in ids([page])
        assert set(ids([page])) <= {*known, missed}
        assert network.connect().pull(page.cursor).messages == ()


def test_what_somebody_read_elsewhere_is_not_new_here() -> None:
    with small_server() as network:
        seen, fresh = network.write("Seen"), network.write("Fresh")
        network.world.folders["INBOX"][0].flags.add("\\Seen")
        found = {m.remote_id: m.unread for m in network.connect().pull(None).messages}
        assert found == {seen: False, fresh: True}
        old = {m.remote_id: m.unread for m in network.connect().history(None).messages}
        assert old == {seen: False, fresh: False}


def test_nothing_is_marked_by_reading() -> None:
    with small_server() as network:
        network.write("Hello")
        desk = network.connect()
        desk.pull(None)
        desk.history(None)
        assert network.world.folders["INBOX"][0].flags == set()
        told = " ".join(network.world.asked)
        assert "STORE" not in told
        assert "SELECT INBOX" not in told


def test_a_quiet_mailbox_costs_two_lines_and_one_connection() -> None:
    with small_server() as network:
        network.write("Hello")
        desk = network.connect()
        cursor = desk.pull(None).cursor
        desk.pull(cursor)
        before = len(network.world.asked), network.world.connections
        desk.pull(cursor)
        assert len(network.world.asked) - before[0] == 2
        assert network.world.connections == before[1]


def test_a_connection_that_died_in_between_is_made_anew() -> None:
    with small_server() as network:
        desk = network.connect()
        cursor = desk.pull(None).cursor
        network.fake.hang_up()
        network.world.faults.clear()
        network.fake.listen()
        missed = network.write("Are you there?")
        assert ids([desk.pull(cursor)]) == [missed]


def test_a_cursor_that_cannot_be_read_begins_anew() -> None:
    for odd in ("", "x", "[1]", '{"INBOX": 3}', '{"INBOX": ["a", 1, ""]}'):
        assert Cursor.of(odd) == Cursor()
    there = Cursor({"INBOX": Read(7, 12, "05-Jan-2026")})
    assert Cursor.of(there.text()) == there


def test_what_an_imap_server_says_is_read_with_everything_in_it() -> None:
    told: list[Chunk] = [
        (b"1 (UID 5 FLAGS (\\Seen) BODY[HEADER.FIELDS (TO)] {4}", b"a)(b"),
        b' X "quo\\"te)" Y NIL)',
        b"2 (UID 6)",
    ]
    first, second = messages(told)
    assert first["BODY[HEADER.FIELDS (TO)]"] == b"a)(b"
    assert (first["UID"], first["X"], first["Y"]) == ("5", b'quo"te)', None)
    assert second == {"UID": "6"}
    for odd in (b"1 (UID 5))", b")", b"(" * 100, b'1 ("'):
        with pytest.raises(Odd):
            list(messages([odd]))


def test_parts_of_a_mail_have_the_numbers_that_servers_use() -> None:
    text, image = [b"text", b"plain"], [b"image", b"png"]
    inner = [b"message", b"rfc822", None, None, None, None, 9, [], [text, image, b"mixed"]]
    single = [b"message", b"rfc822", None, None, None, None, 9, [], text]
    assert list(leaves(text)) == [("1", True)]
    tree = [[text, [b"text", b"html"], b"alternative"], image, inner, single, b"mixed"]
    assert list(leaves(tree)) == [
        ("1.1", True), ("1.2", True), ("2", False),
        ("3.1", True), ("3.2", False), ("4.1", True),
    ]  # fmt: skip
    assert list(leaves(None)) == list(leaves([])) == []


def test_the_server_tells_when_mail_comes() -> None:
    with small_server() as network:
        desk = network.connect()
        assert isinstance(desk, Tells)
        assert desk.wait(0.1) is False
        later = threading.Timer(0.2, network.write, ["Hello"])
        later.start()
        assert desk.wait(20) is True
        later.join()
        assert desk.wait(0.1) is False
        before = network.world.connections
        desk.pull(None)
        assert desk.wait(0.1) is False
        assert network.world.connections - before == 1


def test_waiting_ends_within_a_second_when_it_is_stopped() -> None:
    with small_server() as network:
        desk, ends = network.connect(), list[BaseException]()
        assert isinstance(desk, Tells)
        tells = desk

        def wait() -> None:
            try:
                tells.wait(60)
            except Offline as err:
                ends.append(err)

        desk.pull(None)
        thread = threading.Thread(target=wait, daemon=True)
        thread.start()
        while not any(each.endswith("IDLE") for each in network.world.asked):
            threading.Event().wait(0.01)
        desk.stop()
        thread.join(1)
        assert len(ends) == 1
        network.http.close()
        with pytest.raises(Offline, match="stopped"):
            tells.wait(60)


def test_a_server_that_does_not_tell_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap, "OFFERS", "IMAP4rev1 AUTH=PLAIN")
    with small_server() as network:
        desk = network.connect()
        assert isinstance(desk, Tells)
        with pytest.raises(Rejected, match="does not tell"):
            desk.wait(60)


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_a_mail_that_came_back_stands_in_its_conversation(kind: str) -> None:
    with small_server() as network:
        desk = network.connect()
        first = network.write("Is it in stock?")
        [question] = desk.thread(first).messages
        ours = desk.send(outgoing("It is.", to=question))
        network.world.put(
            "INBOX",
            "From: MAILER-DAEMON@mx.example\r\nMessage-ID: <bounce@mx.example>\r\n"
            "Subject: Undelivered Mail\r\nDate: Mon, 05 Jan 2026 09:00:00 +0000\r\n"
            "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
            f"--b\r\n\r\nNo such user.\r\n--b\r\nContent-Type: {kind}\r\n\r\n"
            f"From: hello@tidewell.example\r\nMessage-ID:\r\n <{ours.remote_id}>\r\n\r\n"
            "It is.\r\n--b--\r\n".encode(),
        )
        found = {each.remote_id: each for each in desk.history(None).messages}
        bounce = found["bounce@mx.example"]
        assert (bounce.thread, bounce.reply_to) == (first, ours.remote_id)
        assert bounce.text.startswith("No such user.")
        assert bounce.who
        assert bounce.who.bot
