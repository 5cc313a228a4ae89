"""Connectors that are wrong on purpose, each in one way, for the contract to catch."""

import logging
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from cm_desk.connectors.services.demo.happening import page
from cm_desk.connectors.services.demo.network import Demo
from cm_desk.domain.model import Incoming, Outgoing, Page, Profile
from cm_desk.errors import Gone, Offline, Rejected, ServiceError, SignInNeeded, SlowDown
from cm_desk_contract import SECRET

log = logging.getLogger(__name__)
WHOLE = 100_000


class Gap(Demo):
    """Each page but the first leaves out its first message."""

    def pull(self, cursor: str | None) -> Page:
        found = super().pull(cursor)
        return replace(found, messages=found.messages[1:]) if found.more else found


class Double(Demo):
    """Each page ends with a message that the next one begins with."""

    last: tuple[Incoming, ...] = ()

    def pull(self, cursor: str | None) -> Page:
        found = super().pull(cursor)
        before, self.last = self.last, found.messages[-1:]
        return replace(found, messages=before + found.messages)


class Offset(Demo):
    """Counts from the front of what is there now, which deletions move."""

    def pull(self, cursor: str | None) -> Page:
        now = [each for each in self._world.now_at(self._role) if each.message]
        at = len(now) if cursor is None else int(cursor)
        taken = now[at - 50 if cursor is None else at :][:50]
        end = at + (0 if cursor is None else len(taken))
        return page(taken, str(end), end < len(now))


class ByTheSecond(Demo):
    """Asks for what is newer than the time of the last message: others had the same."""

    def pull(self, cursor: str | None) -> Page:
        found = super().pull(cursor)
        if not found.more:
            return found
        return replace(found, cursor=super().pull(None).cursor)


class Forgetful(Demo):
    """Knows only in memory what it gave."""

    given: frozenset[str] = frozenset()

    def pull(self, cursor: str | None) -> Page:
        found = super().pull(cursor)
        fresh = tuple(each for each in found.messages if each.remote_id not in self.given)
        self.given |= {each.remote_id for each in fresh}
        return replace(found, messages=fresh)


class FromTheStart(Demo):
    """After a restart it begins anew, whatever its cursor says."""

    started = False

    def pull(self, cursor: str | None) -> Page:
        if cursor is not None and not self.started:
            told, posted = (int(each) for each in cursor.split("/"))
            cursor = f"{told}/{max(0, posted - 10)}"
        self.started = True
        return super().pull(cursor)


class Oldest(Demo):
    """Begins with the oldest page."""

    def pull(self, cursor: str | None) -> Page:
        found = super().pull(cursor)
        return super().pull("0/0") if cursor is None else found


class Restless(Demo):
    """A new cursor each time."""

    calls = 0

    def pull(self, cursor: str | None) -> Page:
        self.calls += 1
        found = super().pull(cursor and cursor.partition(" ")[0])
        return replace(found, cursor=f"{found.cursor} {self.calls}")


class Endless(Demo):
    """Says for ever that there is more."""

    def pull(self, cursor: str | None) -> Page:
        return replace(super().pull(cursor), more=True)


class ShortMemory(Demo):
    """Its history ends with the first page."""

    def history(self, cursor: str | None) -> Page:
        return replace(super().history(cursor), more=False)


class HistoryByOffset(Demo):
    """Its history counts from the newest, which new ones move."""

    def history(self, cursor: str | None) -> Page:
        self._arrive()
        now = [each for each in reversed(self._world.now_at(self._role)) if each.message]
        at = int(cursor or 0)
        return page(now[at : at + 50], str(at + 50), at + 50 < len(now))


class Changed(Demo):
    """Changes each message on its way: `change` says how."""

    def change(self, message: Incoming) -> Incoming:
        raise NotImplementedError

    def pull(self, cursor: str | None) -> Page:
        return self._changed(super().pull(cursor))

    def history(self, cursor: str | None) -> Page:
        return self._changed(super().history(cursor))

    def thread(self, remote_id: str) -> Page:
        return self._changed(super().thread(remote_id))

    def _changed(self, found: Page) -> Page:
        return replace(found, messages=tuple(map(self.change, found.messages)))


class Markup(Changed):
    """Leaves HTML in the text."""

    def change(self, message: Incoming) -> Incoming:
        return replace(message, text=message.text.replace("&", "&amp;"))


class LocalTime(Changed):
    """Tells the time without its zone."""

    def change(self, message: Incoming) -> Incoming:
        return replace(message, sent_at=message.sent_at.replace(tzinfo=None))


class Threadless(Changed):
    """Each message is a conversation of its own."""

    def change(self, message: Incoming) -> Incoming:
        return replace(message, thread=message.remote_id)


class Orphans(Changed):
    """Forgets what a message answers."""

    def change(self, message: Incoming) -> Incoming:
        return replace(message, reply_to="")


class Undated(Changed):
    """Does not tell that a message was edited."""

    def change(self, message: Incoming) -> Incoming:
        return replace(message, edited_at=None)


class Surrogates(Changed):
    """Lets through what SQLite cannot keep."""

    def change(self, message: Incoming) -> Incoming:
        return replace(message, text=message.text.replace("👩", "\ud83d"))


class Picky(Demo):
    """Leaves out what looks dangerous."""

    def history(self, cursor: str | None) -> Page:
        found = super().history(cursor)
        kept = tuple(each for each in found.messages if "<script" not in each.text)
        return replace(found, messages=kept)


class Silent(Demo):
    """Never tells of deletions."""

    def pull(self, cursor: str | None) -> Page:
        return replace(super().pull(cursor), deleted=())


class NoEdits(Demo):
    """Tells only of what it has not told of."""

    def pull(self, cursor: str | None) -> Page:
        found = super().pull(cursor)
        new = tuple(each for each in found.messages if each.edited_at is None)
        return replace(found, messages=new)


class NothingGone(Demo):
    """An empty conversation in place of Gone."""

    def thread(self, remote_id: str) -> Page:
        try:
            return super().thread(remote_id)
        except Gone:
            return Page()


class Nobody(Demo):
    def profile(self) -> Profile:
        return replace(super().profile(), remote_id="")


class Again(Demo):
    """Sends once more by itself when the answer is lost, with a key of its own."""

    def send(self, message: Outgoing) -> Incoming:
        with suppress(ServiceError):
            return super().send(message)
        return super().send(replace(message, key=message.key + " again"))


class Blind(Demo):
    """Never finds what it sent."""

    def find(self, message: Outgoing) -> Incoming | None:
        super().find(message)
        return None

    def send(self, message: Outgoing) -> Incoming:
        return super().send(replace(message, key=f"{message.key} {self._world.next_id()}"))


class Credulous(Demo):
    """Takes its last post for any."""

    def find(self, message: Outgoing) -> Incoming | None:
        super().find(message)
        posted = [each.message for each in self._world.now_at(self._role) if each.message]
        ours = [each for each in posted if each.outgoing and each.remote_id.startswith("p")]
        return ours[-1] if ours else None


class ByText(Demo):
    """Takes any post of the same words for this one."""

    def find(self, message: Outgoing) -> Incoming | None:
        super().find(message)
        posted = [each.message for each in self._world.now_at(self._role) if each.message]
        return next((e for e in posted if e.outgoing and e.text == message.text), None)


class Exact(Demo):
    """Looks for the very words, and its service keeps no control signs."""

    def find(self, message: Outgoing) -> Incoming | None:
        found = super().find(message)
        return found if found and "\x1b" not in found.text else None


class Cutter(Demo):
    """Cuts what is too long and says nothing."""

    def _accept(self, message: Outgoing) -> None:
        return None


class Stray(Demo):
    """Its answers answer nothing."""

    def send(self, message: Outgoing) -> Incoming:
        return replace(super().send(message), reply_to="", thread=message.key)


class Boaster(Demo):
    """Offers a warning and forgets it."""

    def send(self, message: Outgoing) -> Incoming:
        return super().send(replace(message, warning=""))


class Open(Demo):
    """Everything becomes public."""

    def send(self, message: Outgoing) -> Incoming:
        return super().send(replace(message, visibility="public"))


class Vague(Demo):
    """Every trouble is the network's."""

    def pull(self, cursor: str | None) -> Page:
        try:
            return super().pull(cursor)
        except ServiceError:
            raise Offline("somebody", "something is wrong.") from None


class Calm(Demo):
    """Says that nothing is new when nothing works."""

    def pull(self, cursor: str | None) -> Page:
        try:
            return super().pull(cursor)
        except ServiceError:
            return Page(cursor=cursor)


class Raw(Demo):
    """Lets an error through that is none of ours."""

    def history(self, cursor: str | None) -> Page:
        try:
            return super().history(cursor)
        except ServiceError as err:
            raise ValueError from err


class Liar(Demo):
    """Says that it was refused, and posts."""

    def send(self, message: Outgoing) -> Incoming:
        try:
            return super().send(message)
        except ServiceError:
            self._world.post(self._role, self._incoming(message), message.key)
            raise


class Hasty(Demo):
    """Waits half of what it was asked to wait."""

    def pull(self, cursor: str | None) -> Page:
        try:
            return super().pull(cursor)
        except SlowDown as err:
            raise SlowDown(err.account, err.retry_after_s / 2) from None


class Stormy(Demo):
    """Asks again at once, whatever it was told."""

    def _arrive(self) -> None:
        self._world.trouble[self._role].waits = False
        super()._arrive()


class Greedy(Demo):
    """Asks ten times where once would do."""

    def pull(self, cursor: str | None) -> Page:
        for _ in range(9):
            self._arrive()
        return super().pull(cursor)


class Patient(Demo):
    """Waits for an answer without end."""

    def _arrive(self) -> None:
        self._world.trouble[self._role].patience_s = None
        super()._arrive()


class Deaf(Demo):
    """Cannot be stopped."""

    def stop(self) -> None:
        return None


class Stopped(Demo):
    """Stopped once, it stays so."""

    def _arrive(self) -> None:
        if self._stopped.is_set():
            raise Offline(self._key, "stopped.")
        super()._arrive()


class Telling(Demo):
    """Its secret stands in an error."""

    def pull(self, cursor: str | None) -> Page:
        try:
            return super().pull(cursor)
        except SignInNeeded as err:
            raise SignInNeeded(err.account, f"{SECRET} is refused.") from None


class Writing(Demo):
    """Its secret stands in the log."""

    def find(self, message: Outgoing) -> Incoming | None:
        log.debug("Authorization: Bearer %s", SECRET)
        return super().find(message)


class Printing(Demo):
    """Its secret stands in its own description."""

    def __repr__(self) -> str:
        return f"Printing(token={SECRET!r})"


class Fetching(Demo):
    """Fetches from wherever somebody says."""

    def fetch(self, url: str, max_bytes: int) -> bytes:
        with suppress(OSError):
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310
        return super().fetch(url, max_bytes)


class Refusing(Demo):
    """Refuses a text that its service takes, once in a while after it took it."""

    def send(self, message: Outgoing) -> Incoming:
        sent = super().send(message)
        if "drop table" in message.text:
            raise Rejected(self._key, "no.")
        return sent


class Rewriting(Demo):
    """In place of an edit it posts once more."""

    def edit(self, remote_id: str, text: str) -> Page:
        [found] = super().edit(remote_id, text).messages
        again = replace(found, remote_id=self._world.next_id())
        return Page((self._world.post(self._role, again),))


class Shedding(Demo):
    """Keeps the text of an edit and nothing beside it."""

    def edit(self, remote_id: str, text: str) -> Page:
        [found] = super().edit(remote_id, text).messages
        return Page((replace(found, warning="", lang="", media=()),))


class Promising(Demo):
    """Says that it is deleted, and leaves it there."""

    def delete(self, remote_id: str) -> Page:
        self._arrive()
        return Page(deleted=(remote_id,))


@dataclass(frozen=True)
class Mutant:
    """`caught_by` is the test of the contract that must fail with it."""

    make: Callable[..., Demo]
    caught_by: str


MUTANTS = [
    Mutant(Gap, "test_new_messages_come_once_and_in_order"),
    Mutant(Double, "test_new_messages_come_once_and_in_order"),
    Mutant(Endless, "test_new_messages_come_once_and_in_order"),
    Mutant(ByTheSecond, "test_new_messages_come_once_and_in_order"),
    Mutant(Offset, "test_deletions_while_reading_leave_no_gap"),
    Mutant(FromTheStart, "test_reading_goes_on_after_any_page"),
    Mutant(Forgetful, "test_asking_for_a_page_again_gives_it_again"),
    Mutant(Oldest, "test_the_first_pull_gives_the_newest"),
    Mutant(Restless, "test_an_unchanged_account_gives_nothing"),
    Mutant(ShortMemory, "test_history_goes_back_to_the_first_message_and_ends"),
    Mutant(HistoryByOffset, "test_history_goes_back_to_the_first_message_and_ends"),
    Mutant(HistoryByOffset, "test_deletions_while_history_is_read_leave_no_gap"),
    Mutant(Markup, "test_messages_are_in_our_terms"),
    Mutant(LocalTime, "test_every_message_names_its_author_time_and_thread"),
    Mutant(Threadless, "test_a_conversation_is_one_thread"),
    Mutant(Orphans, "test_answers_to_old_messages_come_with_the_new"),
    Mutant(Undated, "test_an_edit_is_seen"),
    Mutant(NoEdits, "test_an_edit_comes_by_itself"),
    Mutant(Silent, "test_a_deletion_comes_by_itself"),
    Mutant(NothingGone, "test_a_deleted_message_is_gone"),
    Mutant(Nobody, "test_the_profile_is_ours"),
    Mutant(Picky, "test_odd_texts_pass_unharmed"),
    Mutant(Surrogates, "test_odd_texts_pass_unharmed"),
    Mutant(Again, "test_a_lost_answer_posts_once"),
    Mutant(Blind, "test_sent_as_the_outbox_does_it_arrives_once"),
    Mutant(Credulous, "test_what_never_arrived_is_not_found"),
    Mutant(ByText, "test_what_never_arrived_is_not_taken_for_its_twin"),
    Mutant(Exact, "test_odd_texts_are_found_again"),
    Mutant(Refusing, "test_odd_texts_are_found_again"),
    Mutant(Cutter, "test_the_limit_is_the_services"),
    Mutant(Stray, "test_an_answer_belongs_to_its_question"),
    Mutant(Boaster, "test_what_is_offered_goes_along"),
    Mutant(Open, "test_what_is_offered_goes_along"),
    Mutant(Rewriting, "test_what_we_wrote_is_put_in_other_words"),
    Mutant(Shedding, "test_what_we_wrote_is_put_in_other_words"),
    Mutant(Promising, "test_what_we_take_back_is_gone"),
    Mutant(Vague, "test_trouble_is_one_of_our_errors"),
    Mutant(Calm, "test_trouble_is_one_of_our_errors"),
    Mutant(Raw, "test_trouble_is_one_of_our_errors"),
    Mutant(Liar, "test_a_refused_send_posts_nothing"),
    Mutant(Hasty, "test_slow_down_says_how_long"),
    Mutant(Stormy, "test_a_storm_of_limits_costs_few_requests"),
    Mutant(Greedy, "test_a_quiet_account_asks_little"),
    Mutant(Patient, "test_silence_ends_a_call_by_itself"),
    Mutant(Deaf, "test_stop_ends_a_call_that_waits"),
    Mutant(Stopped, "test_stop_ends_a_call_that_waits"),
    Mutant(Telling, "test_the_secret_stands_nowhere"),
    Mutant(Writing, "test_the_secret_stands_nowhere"),
    Mutant(Printing, "test_the_secret_stands_nowhere"),
    Mutant(Fetching, "test_a_file_inside_this_machine_is_not_fetched"),
    Mutant(Raw, "test_an_endless_answer_is_cut"),
]
