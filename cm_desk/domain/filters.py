"""The filters of a search in messages."""

from cm_desk.domain.days import EXAMPLES
from cm_desk.domain.query import Known, one_of

PERSON = "a person’s name or handle, or me"
STATES = one_of(
    *("unanswered", "unread", "done", "snoozed"),
    **{"needs-reply": "unanswered", "new": "unread", "later": "snoozed"},
)
PARTS = one_of(
    *("image", "video", "audio", "file", "link", "poll"),
    **{"picture": "image", "photo": "image", "url": "link", "attachment": "file", "film": "video"},
)

MESSAGES = (
    Known("from", f"who wrote it, {PERSON}", also=("by", "sender")),
    Known("to", f"who it was written to, {PERSON}", also=("recipient",)),
    Known("on", "a service, such as mastodon or mail", also=("channel", "service", "in")),
    Known("account", "one of your accounts, by its name or handle"),
    Known("is", "unanswered, unread, done or snoozed", "one of", STATES),
    Known("has", "image, video, audio, file, link or poll", "one of", PARTS),
    Known("before", f"a day, such as {EXAMPLES}", "day"),
    Known("after", f"a day, such as {EXAMPLES}", "day", also=("since",)),
    Known("label", "a label of a conversation", also=("tag",)),
    Known("gesture", "what its person was given, such as thanks or gift"),
)
