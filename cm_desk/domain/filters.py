"""The filters of a search in messages, and of the list of people."""

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

PROMISES = one_of("open", "late", "kept", "broken", "none", overdue="late", any="open", no="none")
ABOUT = one_of(
    *("quiet", "private", "unanswered", "joined"),
    **{
        "alone": "quiet",
        "do-not-contact": "quiet",
        "merged": "joined",
        "needs-reply": "unanswered",
    },
)
PEOPLE = (
    Known("on", "a service they are on, such as mastodon or mail", also=("channel", "service")),
    Known("account", "one of your accounts they wrote with, by its name or handle"),
    Known("since", f"who came since a day, such as {EXAMPLES}", "day", also=("after", "met")),
    Known("before", f"who came before a day, such as {EXAMPLES}", "day"),
    Known("silent", "no sign of theirs since a day, such as 3m or 2026-01", "day"),
    Known("label", "a label of theirs", also=("tag",)),
    Known("gesture", "what they were given, such as thank-you; any or none"),
    Known("given", "a gesture since a day, such as 3m or 2026-01", "day"),
    Known("promise", "open, late, kept, broken or none", "one of", PROMISES),
    Known("is", "quiet, private, unanswered or joined", "one of", ABOUT),
    Known("lang", "a language they write in, such as pl", also=("language",)),
    Known("closing", "a way to them that closes within this time, such as 2h", also=("closes",)),
    Known("field", "one of your fields, and what stands in it: plan=pro"),
)
