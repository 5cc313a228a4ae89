"""A small server that follows the AT Protocol's published lexicons, in this process, for tests.

PDS, AppView, directory and chat in one. `fake.world` is what is on it, `fake.faults` what goes
wrong, `fake.asked` what was asked of it.
"""

from tests.servers.fake_bluesky.server import FakeBluesky
from tests.servers.fake_bluesky.world import World

__all__ = ["FakeBluesky", "World"]
