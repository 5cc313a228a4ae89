"""What is answered, by whom, and what its service offers."""

from dataclasses import dataclass, replace

from cm_desk.desk import Desk
from cm_desk.domain.model import Account, Capabilities, Limits
from cm_desk.errors import CmDeskError
from cm_desk.store.conversations import InboxRow
from cm_desk.store.drafts import Draft


@dataclass(frozen=True, slots=True)
class Target:
    """The conversation that is answered, by whom, and what its service offers.

    `inherited` is the visibility of their last message: a reply is as private as the question.
    """

    row: InboxRow
    account: Account
    offers: Capabilities
    inherited: str = ""
    lang: str = ""

    def blank(self) -> Draft:
        """A draft before its first word."""
        offered = self.offers.visibilities
        seen_by = self.inherited if self.inherited in offered else next(iter(offered), "")
        lang = self.lang if self.offers.language else ""
        return Draft(0, self.row.id, self.account.id, "", visibility=seen_by, lang=lang)

    def whole(self, draft: Draft) -> Draft:
        """What an older draft does not say is as in a new one."""
        blank = self.blank()
        seen_by, lang = draft.visibility or blank.visibility, draft.lang or blank.lang
        return replace(draft, visibility=seen_by, lang=lang)


async def limits_of(desk: Desk, account: Account) -> Limits | None:
    """The server's own limit; None without a network: no counter then, and Send still works."""
    try:
        connector = await desk.connector(account)
        return await desk.lane(account).run(connector.limits)
    except CmDeskError:
        return None
