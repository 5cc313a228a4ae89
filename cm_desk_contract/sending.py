"""What is sent: once, as it was written, to whom it was written; or not at all, and then said."""

import traceback
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import cast

import pytest

from cm_desk.connectors.base import Connector, Deleter, Editor
from cm_desk.domain.model import Outgoing, Upload
from cm_desk.errors import Gone, Rejected, ServiceError, UnknownOutcome
from cm_desk_contract.base import Contract, cause, deliver, message_of
from cm_desk_contract.naughty import NAUGHTY
from cm_desk_contract.network import SECRET, Network, outgoing

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080600000015c4890000000d49444154789c6360606060"
    "0000000500017a5eab3f0000000049454e44ae426082"
)


class Sending(Contract):
    def test_a_message_is_sent_once(self, network: Network, connector: Connector) -> None:
        message = self.new(network, connector, "Hello there")
        sent = connector.send(message)
        assert sent.outgoing
        assert sent.text.endswith("Hello there")
        assert len(network.posts()) == 1
        found = connector.find(message)
        assert found
        assert found.remote_id == sent.remote_id

    def test_a_lost_answer_posts_once(self, network: Network, connector: Connector) -> None:
        message = outgoing("Only once", to=message_of(connector, network.write("Hello?")))
        network.drop_next_answer()
        with pytest.raises(UnknownOutcome):
            connector.send(message)
        network.come_back()
        found = self.connect(network).find(message)
        assert found
        assert found.text.endswith("Only once")
        assert len(network.posts()) == 1

    def test_what_never_arrived_is_not_found(self, network: Network, connector: Connector) -> None:
        connector.send(self.new(network, connector, "Good morning"))
        never = self.new(network, connector, "Good night", "key-2")
        assert connector.find(never) is None

    def test_the_limit_is_the_services(self, network: Network, connector: Connector) -> None:
        limits = connector.limits()
        if limits.max_chars is None:
            return
        connector.send(self.new(network, connector, "x" * limits.max_chars))
        longer = self.new(network, connector, "x" * (limits.max_chars + 1), "key-2")
        with pytest.raises(Rejected):
            connector.send(longer)
        assert len(network.posts()) == 1

    @pytest.mark.parametrize("trouble", ["offline", "sign-in", "slow"])
    def test_a_refused_send_posts_nothing(
        self, network: Network, connector: Connector, trouble: str
    ) -> None:
        connector.limits()
        message = self.new(network, connector, "Hello")
        error = cause(network, trouble)
        with pytest.raises(error) as caught:
            connector.send(message)
        assert SECRET not in "".join(traceback.format_exception(caught.value))
        network.come_back()
        assert network.posts() == []

    def test_what_never_arrived_is_not_taken_for_its_twin(
        self, network: Network, connector: Connector
    ) -> None:
        """The same words twice on purpose: the first one does not stand for the second."""
        connector.send(self.new(network, connector, "Thank you"))
        twin = self.new(network, connector, "Thank you", "key-2")
        network.go_offline()
        with pytest.raises(ServiceError):
            connector.send(twin)
        network.come_back()
        assert connector.find(twin) is None
        connector.send(twin)
        assert network.posts() == ["Thank you", "Thank you"]

    @pytest.mark.parametrize("answers", ["lost", "lost and found late", "lost again"])
    def test_sent_as_the_outbox_does_it_arrives_once(self, network: Network, answers: str) -> None:
        """R2: every process ends after its first trouble, and the next one asks first."""
        question = message_of(self.connect(network), network.write("Is it in stock?"))
        network.drop_next_answer()

        def next_one() -> Connector:
            made = self.connect(network)
            if answers == "lost again":
                network.drop_next_answer()
            return made

        message = outgoing("It is, since today.", "key-7", question)
        sent = deliver(next_one, message)
        if answers == "lost and found late":
            network.write("Another one meanwhile")
        network.come_back()
        found = self.connect(network).find(message)
        assert found
        assert found.remote_id == sent.remote_id
        assert found.reply_to == question.remote_id
        assert len(network.posts()) == 1

    def test_an_answer_belongs_to_its_question(
        self, network: Network, connector: Connector
    ) -> None:
        question = message_of(connector, network.write("Is it in stock?"))
        answer = connector.send(outgoing("It is.", to=question))
        assert (answer.reply_to, answer.thread) == (question.remote_id, question.thread)
        assert answer.who
        assert question.who
        assert answer.who.key == question.who.key
        assert answer.sent_at.utcoffset() == UTC.utcoffset(None)

    def test_what_is_offered_goes_along(
        self, network: Network, connector: Connector, tmp_path: Path
    ) -> None:
        """The window offers what the capabilities say, so the service must keep it."""
        offers = self.capabilities(connector)
        message = replace(self.new(network, connector, "Hello"), visibility="")
        for seen_by in offers.visibilities:
            sent = connector.send(replace(message, key=f"to-{seen_by}", visibility=seen_by))
            assert sent.visibility == seen_by
        open_to_all = replace(message, visibility=next(iter(offers.visibilities), ""))
        if offers.warning:
            sent = connector.send(replace(open_to_all, key="warned", warning="Spiders"))
            assert sent.warning == "Spiders"
        if offers.language:
            sent = connector.send(replace(open_to_all, key="german", text="Hallo", lang="de"))
            assert sent.lang == "de"
        if offers.subject:
            sent = connector.send(replace(open_to_all, key="titled", subject="Your order"))
            assert sent.subject == "Your order"
        if offers.media:
            (tmp_path / "lid.png").write_bytes(PICTURE)
            lid = Upload(tmp_path / "lid.png", "The new lid" if offers.alt else "")
            sent = connector.send(replace(open_to_all, key="seen", media=(lid,)))
            assert [each.alt for each in sent.media] == [lid.alt]

    def test_what_we_wrote_is_put_in_other_words(
        self, network: Network, connector: Connector, tmp_path: Path
    ) -> None:
        """Where it can be edited: in its place, with all that was sent beside the text."""
        offers = self.capabilities(connector)
        if not offers.edit:
            return
        editor, sent = (
            cast(Editor, connector),
            connector.send(self._full(network, connector, tmp_path)),
        )
        for _ in range(2):
            [found] = editor.edit(sent.remote_id, "Open until seven today").messages
            assert found.text.endswith("Open until seven today")
            for name in ("remote_id", "thread", "visibility", "warning", "lang", "subject"):
                assert getattr(found, name) == getattr(sent, name), name
            assert [each.alt for each in found.media] == [each.alt for each in sent.media]
        assert len(network.posts()) == 1
        there = message_of(self.connect(network), sent.remote_id)
        assert there.text.endswith("Open until seven today")
        network.delete(sent.remote_id)
        with pytest.raises(Gone):
            editor.edit(sent.remote_id, "Too late")

    def _full(self, network: Network, connector: Connector, folder: Path) -> Outgoing:
        """With all that the service offers beside a text."""
        offers = self.capabilities(connector)
        (folder / "lid.png").write_bytes(PICTURE)
        lid = Upload(folder / "lid.png", "The new lid" if offers.alt else "")
        seen_by = "unlisted" if "unlisted" in offers.visibilities else ""
        return replace(
            self.new(network, connector, "Open until six today"),
            visibility=seen_by or next(iter(offers.visibilities), ""),
            warning="Times" if offers.warning else "",
            lang="de" if offers.language else "",
            media=(lid,) if offers.media else (),
        )

    def test_what_we_take_back_is_gone(self, network: Network, connector: Connector) -> None:
        """Where it can be deleted: this one, and no other."""
        if not self.capabilities(connector).delete:
            return
        deleter = cast(Deleter, connector)
        sent = connector.send(self.new(network, connector, "Closed today"))
        stays = connector.send(self.new(network, connector, "Open today", "key-2"))
        for _ in range(2):
            assert deleter.delete(sent.remote_id).deleted == (sent.remote_id,)
        with pytest.raises(Gone):
            self.connect(network).thread(sent.remote_id)
        assert message_of(connector, stays.remote_id).text.endswith("Open today")

    def test_odd_texts_are_found_again(self, network: Network, connector: Connector) -> None:
        """What a service does to a text on its way must not hide it from `find`."""
        sent = 0
        for number, text in enumerate(each for each in NAUGHTY if each.strip()):
            message = self.new(network, connector, text, f"odd-{number}")
            try:
                made = connector.send(message)
            except Rejected:
                continue
            made.text.encode()
            sent += 1
            found = self.connect(network).find(message)
            assert found, text
            assert found.remote_id == made.remote_id
        assert sent
        assert len(network.posts()) == sent
