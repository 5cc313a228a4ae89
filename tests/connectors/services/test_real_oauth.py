"""Sign-in on a real OAuth server (oidc-provider), also one that lies. Skipped where missing."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from cm_desk.connectors import registry
from cm_desk.connectors.base import BrowserSignIn, Granted
from cm_desk.connectors.exchange import Patience
from cm_desk.connectors.http import Http
from cm_desk.connectors.oauth import Loopback
from cm_desk.errors import Offline, ServiceError, SignInNeeded
from tests.connectors.services.test_real_mastodon import person
from tests.servers.real import running

LOGIN = "brand:brand-password"


class At:
    """One running server and a sign-in begun there."""

    def __init__(self, info: dict[str, Any], http: Http) -> None:
        self.info, self.http = info, http
        self.loopback = Loopback()
        begin = registry.service("mastodon").begin
        assert begin
        self.started: BrowserSignIn = begin(http, str(info["base_url"]), self.loopback.uri)

    def answer(self, decision: str = "approve", patience_s: float = 30) -> dict[str, str]:
        with person(self.started.url, LOGIN, decision):
            return dict(self.loopback.wait(self.started.url, patience_s))

    def log(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in Path(self.info["log"]).read_text().splitlines()]


@contextmanager
def server(folder: Path, lie: str = "") -> Iterator[At]:
    http = Http(Patience(read_s=3))
    with running("oauth", folder, MISBEHAVE=lie) as info:
        made = At(info, http)
        yield made
        made.loopback.close()
    http.close()


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    with running("oauth", tmp_path_factory.mktemp("oauth")) as info:
        yield info


@pytest.fixture
def at(honest: dict[str, Any]) -> Iterator[At]:
    http = Http(Patience(read_s=3))
    yield At(honest, http)
    http.close()


def test_the_whole_way_gives_a_token_that_works(at: At) -> None:
    answer = at.answer()
    granted: Granted = at.started.finish(answer)
    assert granted.profile.handle.startswith("@brand@127.0.0.1")
    assert json.loads(granted.secret)["token"]
    asked = parse_qs(urlsplit(at.started.url).query)
    assert asked["code_challenge_method"] == ["S256"]
    sent = [each["params"] for each in at.log() if each["what"] == "authorize"]
    assert sent
    assert not any("code_verifier" in each for each in sent)


def test_an_answer_is_good_for_one_sign_in_once(at: At) -> None:
    answer = at.answer()
    other = At(at.info, at.http)
    with pytest.raises(SignInNeeded, match="does not belong"):
        other.started.finish(answer)
    other.loopback.close()
    at.started.finish(answer)
    with pytest.raises(SignInNeeded, match="used already"):
        at.started.finish(answer)


def test_the_code_of_one_sign_in_does_not_work_with_the_verifier_of_another(at: At) -> None:
    answer, other = at.answer(), At(at.info, at.http)
    with pytest.raises(SignInNeeded, match="does not take this code"):
        other.started.finish_with_code(answer["code"])
    other.loopback.close()


def test_the_person_says_no(at: At) -> None:
    answer = at.answer("deny")
    assert answer["error"] == "access_denied"
    with pytest.raises(SignInNeeded, match="refused in the browser"):
        at.started.finish(answer)


@pytest.mark.parametrize("lie", ["state", "no-state"])
def test_an_answer_with_another_state_is_never_taken(lie: str, tmp_path: Path) -> None:
    with server(tmp_path, lie) as at, pytest.raises(Offline, match="no answer came"):
        at.answer(patience_s=2)


def test_an_answer_from_another_issuer_is_refused(tmp_path: Path) -> None:
    with server(tmp_path, "iss") as at:
        answer = at.answer()
        with pytest.raises(SignInNeeded, match="another server"):
            at.started.finish(answer)


@pytest.mark.parametrize("lie", ["token-500", "slow-token"])
def test_an_exchange_that_breaks_says_so(lie: str, tmp_path: Path) -> None:
    with server(tmp_path, lie) as at:
        answer = at.answer()
        with pytest.raises(ServiceError) as caught:
            at.started.finish(answer)
        assert isinstance(caught.value, Offline)
        assert answer["code"] not in repr(caught.value)
