"""A small server that follows Mastodon's published API, in this process, for tests.

    with FakeMastodon() as fake:
        fake.world.write("Hello")
        connector("mastodon", fake.base_url, fake.token)

`fake.world` is what is on it, `fake.faults` what goes wrong, `fake.asked` what was asked of it.
It answers as the OpenAPI description of Mastodon says (test_fake_mastodon.py checks that).
"""

from tests.servers.fake_mastodon.server import FakeMastodon
from tests.servers.fake_mastodon.world import World

__all__ = ["FakeMastodon", "World"]
