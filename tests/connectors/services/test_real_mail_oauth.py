"""A mailbox opened with the tokens of a real OAuth server (oidc-provider)."""

import json
from pathlib import Path

import pytest

from cm_desk.connectors import registry
from cm_desk.connectors.oauth import Loopback
from cm_desk.connectors.services.mail import settings
from cm_desk.domain.model import Account
from cm_desk.errors import SignInNeeded
from tests.connectors.mail import small_server
from tests.connectors.services.test_real_mastodon import person
from tests.servers.fake_mail.world import US
from tests.servers.real import running

LOGIN = "brand:brand-password"


def test_the_browser_gives_tokens_that_are_renewed_until_they_are_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[str] = []
    with running("oauth", tmp_path / "oauth") as info, small_server() as network:
        oauth = {"authorize": info["authorize"], "token": info["token"]}
        oauth |= {"scope": "read offline_access", "client": info["client_id"]}
        row = {"imap": "imap.tidewell.example", "smtp": "smtp.tidewell.example", "oauth": oauth}
        monkeypatch.setattr(settings, "providers", lambda: {"tidewell.example": row})
        network.world.any_token = True
        network.http.renewed = lambda _key, secret: kept.append(secret)
        imap, smtp = network.fake.imap, network.fake.smtp
        ways = {"imap": f"plain://127.0.0.1:{imap}", "smtp": f"plain://127.0.0.1:{smtp}"}
        starts = registry.service("mail").starts
        assert starts
        loopback = Loopback()
        started = starts(network.http, {"address": US, **ways}, loopback.uri)
        assert started
        with person(started.url, LOGIN):
            answer = loopback.wait(started.url, 30)
        granted = started.finish(answer)
        account = Account(1, "mail", US, granted.base_url, remote_id=US)
        old = json.dumps(json.loads(granted.secret) | {"until": 0.0})
        assert registry.connector(account, old, network.http).profile().handle == US
        first, second = json.loads(granted.secret), json.loads(kept[0])
        assert first["access"] != second["access"]
        assert network.world.sasl[-1] == f"user={US}\1auth=Bearer {second['access']}\1\1"
        dead = json.dumps(second | {"until": 0.0, "refresh": "no-such-token"})
        with pytest.raises(SignInNeeded, match="does not take this sign-in any more"):
            registry.connector(account, dead, network.http).profile()
