"""The composer below a conversation: words, what the service offers beside them, and Send."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent, QTextCursor
from PySide6.QtWidgets import QWidget

from cm_desk.actions import reply, triage
from cm_desk.actions.reply import Sending
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain.attached import Attached
from cm_desk.domain.model import Limits
from cm_desk.errors import CmDeskError
from cm_desk.insight import pledges, wording
from cm_desk.store import drafts, settings
from cm_desk.store.drafts import Draft
from cm_desk.text.length import length
from cm_desk.text.links import addressed
from cm_desk.ui import theme
from cm_desk.ui.aio import Problem, Tasks
from cm_desk.ui.art import service_name
from cm_desk.ui.compose import choose
from cm_desk.ui.compose.attach import ask_for_files, dropped
from cm_desk.ui.compose.beside import Beside
from cm_desk.ui.compose.brake import Brake
from cm_desk.ui.compose.door import DoorNotice
from cm_desk.ui.compose.form import Form
from cm_desk.ui.compose.giving import looks
from cm_desk.ui.compose.lent import Lent
from cm_desk.ui.compose.saver import Saver
from cm_desk.ui.compose.target import Target, limits_of
from cm_desk.ui.compose.who import Who
from cm_desk.ui.keys import context
from cm_desk.ui.navigate import Navigator
from cm_desk.ui.news import News
from cm_desk.ui.settings.names import UNDO_S, seconds
from cm_desk.ui.voices.moment import Moment
from cm_desk.ui.widgets.layout import vbox

OnUndo = Callable[[Undo], object]


class Composer(QWidget):
    sent = Signal(object)  # Sending
    finished = Signal(int)  # the conversation that is done with this answer
    left = Signal()  # back to the list, the draft is kept

    def __init__(
        self, desk: Desk, news: News, problem: Problem, undo: OnUndo, go: Navigator
    ) -> None:
        super().__init__()
        self._desk, self._problem, self._undo, self._go = desk, problem, undo, go
        self._tasks = Tasks(self, problem)
        self._target: Target | None = None
        self._limits: Limits | None = None
        self._draft_id = 0
        self._public_is_fine = False
        self.form = Form()
        self.beside = Beside(desk, self.form, self._tasks, undo, go)
        self.who = Who(desk, news, problem, undo, go)
        self.door = DoorNotice(desk, news, problem)
        self.lent = Lent(desk, news, problem, undo, self._moment)
        self.brake = Brake(desk, news, problem, undo)
        parts = (self.who, self.door, self.lent, self.brake, self.form)
        self.setLayout(vbox(*parts, gap=4, margins=(16, 0, 16, 12)))
        self._saver = Saver(self._tasks, self.draft, self._save, self)
        self.setAcceptDrops(True)
        context(self, "composer")
        self._connect()
        news.drafts.connect(self._drafts_changed)

    def _connect(self) -> None:
        form = self.form
        form.changed.connect(self._changed)
        form.send.clicked.connect(self.send)
        form.seen_by.clicked.connect(self.choose_visibility)
        form.language.clicked.connect(self._choose_language)
        form.attach.clicked.connect(self._ask_for_files)
        form.warn.clicked.connect(self.toggle_warning)
        form.gift.clicked.connect(self.beside.give)
        form.giving.asked.connect(self.beside.give)
        form.promise.track.clicked.connect(self.beside.track)
        form.question.answered.connect(self._answered)
        self.beside.changed.connect(self._changed)
        self.beside.told.connect(self._judge)
        self.beside.leaving.connect(self._saver.flush)
        form.voice.clicked.connect(self.lent.ask)
        self.lent.told.connect(self._judge)
        self.lent.changed.connect(self._changed)
        self.lent.restored.connect(self._put_words)

    # -- opening
    def open(self, target: Target) -> None:
        """Show the draft of a conversation; what was typed for another one is saved first."""
        if self._shows(target):
            self._target = target  # its row changed, as when it was read: nothing to do here
            return
        self._saver.flush()
        self._target, self._limits, self._draft_id = target, None, 0
        self._public_is_fine = False
        self.beside.show_target(target)
        self.who.show_contact(target.row.contact_id)
        self.door.show_target(target)
        self.lent.show_contact(target.row.contact_id)
        self.brake.show_target(target.row.contact_id, target.account.id)
        self.form.offer(target.row, target.account, target.offers)
        self._fill(target.blank())
        self._tasks.newest("draft", self._load(target))
        self._tasks.newest("limits", self._ask_limits(target))

    def _shows(self, target: Target) -> bool:
        return self._target is not None and self._target.row.id == target.row.id

    def close_draft(self) -> None:
        """No conversation is open."""
        self._saver.flush()
        self._target = None

    async def _load(self, target: Target) -> None:
        """What was typed before the draft was there goes behind its words."""
        found = await self._desk.store.read(drafts.get, target.row.id)
        if found is None or not self._shows(target):
            return
        whole, typed = target.whole(found), self.form.editor.toPlainText()
        if self._saver.dirty:
            text = whole.text + typed
            whole = replace(whole, text=text, cursor=2 * len(text))  # at least its end
        self._fill(whole)

    async def _ask_limits(self, target: Target) -> None:
        limits = await limits_of(self._desk, target.account)
        if limits is not None and self._shows(target):
            self._limits = limits
            self._judge()

    def _fill(self, draft: Draft) -> None:
        self._draft_id = draft.id
        self.lent.show_request(draft.request_id)
        self.form.put(draft)
        self._judge()

    def _drafts_changed(self, ids: frozenset[int]) -> None:
        """Undo of a send brings the words back; what is being typed here wins."""
        target = self._target
        if target and target.row.id in ids and self._saver.saved:
            self._tasks.newest("draft", self._reload(target))

    async def _reload(self, target: Target) -> None:
        found = await self._desk.store.read(drafts.get, target.row.id)
        if not self._shows(target) or not self._saver.saved:
            return
        if found is None and self._draft_id:
            self._fill(target.blank())  # thrown away in the list of drafts
        elif found is not None and (
            (found.text, found.id, found.request_id, found.gesture) != self._known()
        ):
            self._fill(target.whole(found))

    def _known(self) -> tuple[str, int, int | None, Attached | None]:
        lent, gesture = self.lent.request_id, self.form.giving.gesture
        return self.form.editor.toPlainText(), self._draft_id, lent, gesture

    # -- the draft
    def draft(self) -> Draft | None:
        """As it stands on the screen."""
        if self._target is None:
            return None
        whole = self.form.read(self._target.blank())
        return replace(whole, id=self._draft_id, request_id=self.lent.request_id)

    def _changed(self) -> None:
        self._saver.touch()
        self._judge()

    def _as_sent(self, text: str) -> str:
        """With the mention that goes in front, where the service counts it."""
        if not (self._target and self._limits and self._limits.mention_without_host):
            return text
        return addressed(text, filter(None, [self._target.row.handle]))

    async def _save(self, draft: Draft) -> None:
        """An emptied draft is no draft."""
        there = draft.text or draft.warning or draft.media or draft.subject or draft.cc
        if there or draft.gesture:
            saved = await reply.save_draft(self._desk, draft)
            if self._target and self._target.row.id == draft.conversation_id:
                self._draft_id = saved.id
        elif draft.conversation_id is not None:
            await reply.discard_draft(self._desk, draft)

    def hideEvent(self, event: QHideEvent) -> None:
        self._saver.flush()
        super().hideEvent(event)

    def flush(self) -> None:
        self._saver.flush()

    def _judge(self) -> None:
        """Count, mirror and check what stands there now."""
        target, draft = self._target, self.draft()
        if target is None or draft is None:
            return
        form, service = self.form, service_name(target.row.service)
        limits = self._limits and self._limits.seen_by(draft.visibility)
        used = length(self._as_sent(draft.text), limits, draft.warning) if limits else 0
        form.counter.show_used(used, limits, service)
        form.ratio.show_share(wording.you_share(draft.text, target.account.name, draft.lang))
        today = self._desk.now().astimezone().date()
        hint = pledges.pledge(draft.text, today, draft.lang or "en")
        form.promise.show_hint(hint if hint and hint.text != self.beside.tracked else None, today)
        form.giving.show_hints(looks(draft))
        over = used - limits.max_chars if limits and limits.max_chars else 0
        waits = self.lent.judge(draft)
        wrong = reply.too_large(draft, limits) if limits else []
        if over > 0:
            wrong = [f"{over} characters too many for {service}. Shorten it.", *wrong]
        form.wrong.say(" ".join(wrong))
        can = target.offers.answers and not wrong and not form.is_blank()
        form.ready(can and not waits, waits)
        form.sign(self.lent.voice, target.account)
        self.brake.judge(draft.text, draft.lang)
        self._judge_visibility(target, draft)

    def _judge_visibility(self, target: Target, draft: Draft) -> None:
        self.form.show_visibility(draft.visibility)
        wider = draft.visibility not in ("", "direct")
        if target.inherited == "direct" and wider and not self._public_is_fine:
            self.form.question.ask(target.row.who, draft.visibility)
        else:
            self.form.question.hide()

    def _answered(self, answer: str) -> None:
        if answer == "direct":
            self.form.set_visibility("direct")
        else:
            self._public_is_fine = True
        self._judge()
        self.form.editor.setFocus()

    # -- sending
    def send(self, then_done: bool = False) -> bool:
        """One deliberate key. False when something has to be decided or shortened first."""
        if self.form.question.isVisible():
            self.form.question.direct.setFocus()
            return False
        if not self.form.send.isEnabled() or self.brake.stops():
            return False
        self._tasks.start(self._send(then_done))
        return True

    async def _send(self, then_done: bool) -> Sending | None:
        target, draft = self._target, self.draft()
        if target is None or draft is None:
            return None
        self._saver.drop()
        self._draft_id = 0
        self.lent.show_request(None)
        self.form.put(target.blank())
        try:
            undo_s = seconds(await self._desk.store.read(settings.get, UNDO_S.name, UNDO_S.usual))
            sending = await reply.send(self._desk, draft, undo_s)
        except CmDeskError:
            if self._shows(target) and self.form.is_blank():
                self._fill(draft)
            raise
        self._judge()
        self._undo(await self._done(target, sending) if then_done else sending.undo)
        self.sent.emit(sending)
        return sending

    async def _done(self, target: Target, sending: Sending) -> Undo:
        """One undo for both."""
        self.finished.emit(target.row.id)
        done = await triage.done(self._desk, [target.row.id])

        async def back() -> None:
            await sending.undo.back()
            await done.back()

        return Undo(f"{sending.undo.what} {done.what}", back)

    def discard(self) -> None:
        """Throw the draft away; the toast brings it back."""
        draft = self.draft()
        nothing = self.form.is_blank() and not self.form.giving.gesture
        if draft is None or nothing or self._target is None:
            return
        self._saver.drop()
        self._fill(self._target.blank())
        self._tasks.start(self._discard(draft))

    async def _discard(self, draft: Draft) -> None:
        self._undo(await reply.discard_draft(self._desk, draft))

    # -- what stands beside the words
    def _moment(self) -> Moment | None:
        """What a voice could be asked about here."""
        target, draft = self._target, self.draft()
        if target is None or draft is None or target.row.contact_id is None:
            return None
        about = Moment(target.row.contact_id, target.row.last_message_id, draft=draft.text)
        if (it := draft.gesture) is None:
            return about
        return replace(about, kind=it.kind, voice_id=it.voice_id)

    def _put_words(self, text: str) -> None:
        """As they were released or asked for, to the letter."""
        self.form.editor.setPlainText(text)
        self._changed()

    def choose_visibility(self) -> bool:
        target, draft = self._target, self.draft()
        if target is None or draft is None or not target.offers.visibilities:
            return False
        offered, chosen = target.offers.visibilities, draft.visibility
        menu = choose.visibility_menu(self, offered, chosen, self._set_visibility)
        choose.popup(menu, self.form.seen_by)
        return True

    def _set_visibility(self, visibility: str) -> None:
        self._public_is_fine = False
        self.form.set_visibility(visibility)
        self._changed()

    def _choose_language(self) -> None:
        draft = self.draft()
        if draft is not None:
            menu = choose.language_menu(self, draft.lang, self._set_language)
            choose.popup(menu, self.form.language)

    def _set_language(self, lang: str) -> None:
        self.form.set_language(lang)
        self._changed()

    def toggle_warning(self) -> bool:
        if self._target is None or not self._target.offers.warning:
            return False
        self.form.toggle_warning()
        return True

    def _ask_for_files(self) -> None:
        ask_for_files(self, self.attach)

    def attach(self, paths: list[Path]) -> None:
        if self._target and self._target.offers.media:
            self.form.attachments.add(paths)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._target and self._target.offers.media and dropped(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.attach(dropped(event.mimeData()))
        event.acceptProposedAction()

    # -- keys
    def start(self) -> None:
        """The cursor into the words, at its end when it was never there."""
        self.form.editor.setFocus()
        cursor = self.form.editor.textCursor()
        if cursor.position() == 0 and self._draft_id == 0:
            cursor.movePosition(QTextCursor.MoveOperation.End)
            self.form.editor.setTextCursor(cursor)

    def run(self, action: str) -> bool:
        match action:
            case "compose.send":
                self.send()
            case "compose.sendDone":
                self.send(then_done=True)
            case "compose.face":
                self.lent.ask()
            case "compose.gesture":
                self.beside.give()
            case "compose.promise":
                return self.beside.track()
            case "compose.visibility":
                return self.choose_visibility()
            case "compose.warning":
                return self.toggle_warning()
            case "compose.attach":
                self._ask_for_files()
            case "compose.discard":
                self.discard()
            case "compose.leave":
                self.flush()
                self.left.emit()
            case _:
                return False
        return True

    def dress(self) -> None:
        """Under 720 px of height a hint row fewer."""
        t = theme.now()
        window = self.window().height() / t.scale
        self.form.set_compact(window < 720)
