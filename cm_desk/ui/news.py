"""The news as Qt signals: one per topic, each carrying the changed ids."""

from PySide6.QtCore import QObject, Signal

from cm_desk.domain.news import EVERY, Change, Topic


class Every(frozenset[int]):
    """Holds every id and names none: after a large import."""

    def __contains__(self, _id: object) -> bool:
        return True


class News(QObject):
    accounts = Signal(frozenset)
    conversations = Signal(frozenset)
    contacts = Signal(frozenset)
    drafts = Signal(frozenset)
    outbox = Signal(frozenset)
    labels = Signal(frozenset)
    voices = Signal(frozenset)
    settings = Signal(frozenset)
    views = Signal(frozenset)
    likely = Signal(frozenset)
    brought = Signal(int, object)  # an account and the Progress of its history

    def publish(self, changes: tuple[Change, ...]) -> None:
        """Called on the main thread after a commit; emits at most once per topic."""
        signals = {
            Topic.ACCOUNT: self.accounts,
            Topic.CONVERSATION: self.conversations,
            Topic.CONTACT: self.contacts,
            Topic.DRAFT: self.drafts,
            Topic.OUTBOX: self.outbox,
            Topic.LABEL: self.labels,
            Topic.VOICE: self.voices,
            Topic.SETTING: self.settings,
            Topic.VIEW: self.views,
            Topic.LIKELY: self.likely,
        }
        ids: dict[Topic, set[int]] = {}
        for change in changes:
            ids.setdefault(change.topic, set()).add(change.id)
        for topic, changed in ids.items():
            signals[topic].emit(Every() if EVERY in changed else frozenset(changed))
