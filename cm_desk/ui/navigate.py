"""How one page leads to another without knowing it. The window is the one Navigator."""

from typing import Protocol

from cm_desk.domain.views import View


class Navigator(Protocol):
    def open_conversation(self, conversation_id: int, message_id: int | None = None) -> None:
        """`message_id` is brought into sight."""
        ...

    def open_person(self, contact_id: int) -> None: ...

    def open_story(self, contact_id: int, message_id: int) -> None:
        """The page of that person, at that message."""
        ...

    def back(self) -> bool:
        """To the page that led here, as it was; False when none did."""
        ...

    def stay(self) -> None:
        """The person went on from here: there is no way back any more."""
        ...

    def forget_done(self) -> None:
        """What was done before cannot be undone any more: it was about somebody who was erased."""
        ...

    def open_view(self, view: View, account_id: int | None = None) -> None: ...

    def write_to(self, contact_id: int) -> None:
        """Open the best conversation with that person and put the cursor into the composer."""
        ...

    def write_first(self, draft_id: int) -> None:
        """Write on at a draft of a new message, which has no conversation yet."""
        ...

    def give_to(self, contact_id: int, message_id: int | None = None, kind: str = "") -> None:
        """Ask what kind of gesture; `message_id` is quoted as the reason, `kind` chosen already."""
        ...

    def apologise(self, contact_id: int, message_id: int | None = None) -> None:
        """The open apology to that person, or a new one; `message_id` is what they said."""
        ...

    def go(self, page: str) -> None:
        """By the name of a page: inbox, people, gestures, accounts, settings, search, drafts;
        "gestures/promises" is a tab of one, "people/gesture:none" a filter."""
        ...
