"""Ways in which a server is not quite Mastodon, as a test asks for them."""

from dataclasses import dataclass
from typing import Any


@dataclass
class Quirks:
    """Ways in which real servers are not quite Mastodon, most of them snac's."""

    no_second_instance: bool = False
    no_links: bool = False
    no_conversations: bool = False
    no_many: bool = False
    no_discovery: bool = False
    forgets_keys: bool = False
    newest_after_min_id: bool = False
    any_type: bool = False
    empty_401: bool = False
    repeats_own: bool = False  # min_id does nothing on our own posts
    hides_direct: bool = False  # direct is called private, and is not among our own posts
    lists_no_mentions: bool = False
    keeps_posts: bool = False  # what is asked to be changed or deleted stays as it is

    def applied(self, found: Any) -> Any:
        """An answer as such a server gives it."""
        if isinstance(found, dict):
            made = {name: self.applied(each) for name, each in found.items()}
            if self.hides_direct and made.get("visibility") == "direct":
                made["visibility"] = "private"
            if self.lists_no_mentions and "mentions" in made:
                made["mentions"] = []
            return made
        if isinstance(found, list | tuple):
            return [self.applied(each) for each in found]
        return found
