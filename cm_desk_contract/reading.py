"""What is read: everything once, in our terms, also while others write, edit and delete."""

from datetime import UTC

import pytest

from cm_desk.connectors.base import Connector
from cm_desk.domain.model import Page
from cm_desk.errors import Gone
from cm_desk_contract.base import Contract, looks, message_of
from cm_desk_contract.naughty import NAUGHTY
from cm_desk_contract.network import (
    BURST,
    Network,
    everything_new,
    everything_old,
    ids,
    outgoing,
)


class Reading(Contract):
    def test_new_messages_come_once_and_in_order(
        self, network: Network, connector: Connector
    ) -> None:
        start = connector.pull(None).cursor
        written = [network.write(f"number {i}") for i in range(BURST)]
        pages = []
        for page in everything_new(connector, start):
            pages.append(page)
            if page.more and len(pages) <= 3:
                written.append(network.write(f"written while page {len(pages)} was read"))
        assert ids(pages) == written

    def test_reading_goes_on_after_any_page(self, network: Network, connector: Connector) -> None:
        start = connector.pull(None).cursor
        for i in range(BURST):
            network.write(f"number {i}")
        whole = list(everything_new(connector, start))
        for i, page in enumerate(whole):
            again = list(everything_new(self.connect(network), page.cursor))
            assert ids(again) == ids(whole[i + 1 :])

    def test_the_first_pull_gives_the_newest(self, network: Network, connector: Connector) -> None:
        newest = [network.write(f"number {i}") for i in range(BURST)][-1]
        assert newest in ids([connector.pull(None)])

    def test_an_unchanged_account_gives_nothing(
        self, network: Network, connector: Connector
    ) -> None:
        network.write("Hello")
        last = list(everything_new(connector, None))[-1]
        assert connector.pull(last.cursor) == Page(cursor=last.cursor)

    def test_history_goes_back_to_the_first_message_and_ends(
        self, network: Network, connector: Connector
    ) -> None:
        written = [network.write(f"number {i}") for i in range(BURST)]
        pages = []
        for page in everything_old(connector):
            pages.append(page)
            if page.more and len(pages) <= 3:
                network.write(f"written while page {len(pages)} was read")
        found = ids(pages)
        assert set(written) <= set(found)
        assert len(found) == len(set(found))

    def test_history_goes_on_after_any_page(self, network: Network, connector: Connector) -> None:
        for i in range(BURST):
            network.write(f"number {i}")
        whole = list(everything_old(connector))
        assert len(whole) > 1
        for i, page in enumerate(whole[:-1]):
            assert ids([self.connect(network).history(page.cursor)]) == ids([whole[i + 1]])

    def test_messages_are_in_our_terms(self, network: Network, connector: Connector) -> None:
        first = network.write("Fish & chips\n<b>not bold</b>", name="Ada <i>Vogel</i>")
        found = {each.remote_id: each for each in connector.pull(None).messages}[first]
        assert found.text.endswith("Fish & chips\n<b>not bold</b>")
        assert found.who
        assert found.who.name == "Ada <i>Vogel</i>"
        assert not found.outgoing

    def test_every_message_names_its_author_time_and_thread(
        self, network: Network, connector: Connector
    ) -> None:
        network.write("Hello", name="")
        for message in (each for page in everything_old(connector) for each in page.messages):
            assert message.sent_at.utcoffset() == UTC.utcoffset(None)
            assert message.thread
            assert message.outgoing or message.who
            if message.who:
                assert message.who.key
                assert message.who.handle

    def test_a_conversation_is_one_thread(self, network: Network, connector: Connector) -> None:
        if not self.answers:
            return
        first = network.write("Is it in stock?")
        question = message_of(connector, first)
        answer = connector.send(outgoing("It is.", to=question))
        thanks = network.write("Lovely, thank you", reply_to=answer.remote_id)
        whole = {each.remote_id: each for each in connector.thread(thanks).messages}
        assert {first, answer.remote_id, thanks} <= set(whole)
        assert {each.thread for each in whole.values()} == {question.thread}
        assert whole[answer.remote_id].outgoing
        assert whole[thanks].reply_to == answer.remote_id

    def test_an_edit_is_seen(self, network: Network, connector: Connector) -> None:
        if not self.edits:
            return
        edited = network.write("I hate it")
        list(everything_new(connector, None))
        network.edit(edited, "I had it wrong")
        again = {each.remote_id: each for each in connector.thread(edited).messages}[edited]
        assert again.text.endswith("I had it wrong")
        assert again.edited_at or not self.edits_are_dated

    def test_a_deleted_message_is_gone(self, network: Network, connector: Connector) -> None:
        if not self.deletions:
            return
        kept = network.write("I stay")
        deleted = network.write("I go", reply_to=kept)
        network.delete(deleted)
        assert deleted not in ids([connector.thread(kept)])
        with pytest.raises(Gone):
            connector.thread(deleted)

    def test_the_profile_is_ours(self, connector: Connector) -> None:
        profile = connector.profile()
        assert profile.handle
        assert profile.remote_id

    def test_odd_texts_pass_unharmed(self, network: Network, connector: Connector) -> None:
        written = {network.write(text, name=text): text for text in NAUGHTY}
        found = {m.remote_id: m for p in everything_old(connector) for m in p.messages}
        assert set(written) <= set(found)
        for message in found.values():
            message.text.encode()  # no lone surrogate
            if message.who:
                assert message.who.handle
                message.who.name.encode()

    def test_asking_for_a_page_again_gives_it_again(
        self, network: Network, connector: Connector
    ) -> None:
        """What was not committed is asked for once more, with or without a restart."""
        start = connector.pull(None).cursor
        for i in range(BURST):
            network.write(f"number {i}")
        first = ids([connector.pull(start)])
        assert first
        assert ids([connector.pull(start)]) == first
        assert ids([self.connect(network).pull(start)]) == first

    def test_deletions_while_reading_leave_no_gap(
        self, network: Network, connector: Connector
    ) -> None:
        """The message that the cursor stands at goes, and one that was not read yet."""
        if not self.deletions:
            return
        start = connector.pull(None).cursor
        written = [network.write(f"number {i}") for i in range(BURST)]
        first = connector.pull(start)
        unread = [each for each in written if each not in ids([first])]
        for each in {ids([first])[-1], *unread[:1]}:
            network.delete(each)
            written.remove(each)
        pages = [first, *everything_new(connector, first.cursor)]
        gone = {each for page in pages for each in page.deleted} | ({*ids([first])} - {*written})
        assert [each for each in ids(pages) if each not in gone] == written

    def test_deletions_while_history_is_read_leave_no_gap(
        self, network: Network, connector: Connector
    ) -> None:
        if not self.deletions:
            return
        written = [network.write(f"number {i}") for i in range(BURST)]
        first = connector.history(None)
        lowest = next(each for each in written if each in ids([first]))
        network.delete(lowest)
        pages, cursor = [first], first.cursor
        while pages[-1].more:
            pages.append(connector.history(cursor))
            cursor = pages[-1].cursor
        found = ids(pages)
        assert set(written) <= set(found)
        assert len(found) == len(set(found))

    def test_answers_to_old_messages_come_with_the_new(
        self, network: Network, connector: Connector
    ) -> None:
        old = network.write("A question")
        for i in range(BURST):
            network.write(f"number {i}")
        last = list(everything_new(connector, None))[-1]
        late = network.write("And another thing", reply_to=old)
        assert late in ids(list(everything_new(connector, last.cursor)))
        assert message_of(connector, late).reply_to == old

    def test_an_edit_comes_by_itself(self, network: Network, connector: Connector) -> None:
        if not self.edits:
            return
        edited = network.write("I hate it")
        last = list(everything_new(connector, None))[-1]
        network.edit(edited, "I had it wrong")
        found = [m for page in looks(connector, last.cursor) for m in page.messages]
        assert [m.text.endswith("I had it wrong") for m in found if m.remote_id == edited] == [True]

    def test_a_deletion_comes_by_itself(self, network: Network, connector: Connector) -> None:
        if not self.deletions:
            return
        kept, deleted = network.write("I stay"), network.write("I go")
        last = list(everything_new(connector, None))[-1]
        network.delete(deleted)
        pages = looks(connector, last.cursor)
        assert [each for page in pages for each in page.deleted] == [deleted]
        assert message_of(connector, kept).remote_id == kept
