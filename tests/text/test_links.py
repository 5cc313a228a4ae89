import pytest

from cm_desk.text.links import addressed, addresses, links, mentions, true_host, warning


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see https://tea.example/a.", ["https://tea.example/a"]),
        ("(https://tea.example/a_(b))", ["https://tea.example/a_(b)"]),
        ("HTTPS://Tea.Example/x, http://b.example!", ["HTTPS://Tea.Example/x", "http://b.example"]),
        ("“https://tea.example”", ["https://tea.example"]),
        ("ftp://tea.example tea.example https://", []),
        ("https://[::1 and https://[::1]/x", ["https://[::1]/x"]),
    ],
)
def test_web_addresses_are_found_without_the_signs_around_them(text: str, found: list[str]) -> None:
    assert [each.url for each in links(text)] == found
    assert [text[each.start : each.end] for each in links(text)] == found


def test_hostile_lengths_end_soon() -> None:
    for text in ("https://a.example/" + ")" * 200_000, "https://" * 50_000, "@" * 200_000):
        links(text)
        mentions(text)
    assert len(links("https://a.example/" + "x" * 5000)[0].url) < 2100


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@ada hi @bo@tea.example.", [("ada", ""), ("bo", "tea.example")]),
        ("mail me@tea.example", []),
        ("@@ada @ @. a@b", []),
        ("https://tea.example/@ada", []),
        ("@ada@localhost:8102 x", [("ada", "localhost:8102")]),
    ],
)
def test_mentions_are_found(text: str, found: list[tuple[str, str]]) -> None:
    assert [(each.user, each.host) for each in mentions(text)] == found


def test_those_addressed_are_mentioned_once() -> None:
    assert addressed("Hello", ["@ada@tea.example", "@ada@tea.example"]) == "@ada@tea.example Hello"
    assert addressed("Hi @Ada@tea.example", ["@ada@tea.example"]) == "Hi @Ada@tea.example"
    assert addressed("Hello", []) == "Hello"


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://bank.example@evil.example/", "evil.example"),
        ("https://BANK.example:8443/x", "bank.example"),
        ("https://bücher.example", "xn--bcher-kva.example"),
        ("https://", ""),
        ("https://[::1", ""),
        ("nonsense", ""),
    ],
)
def test_the_true_host_is_the_one_a_click_reaches(url: str, host: str) -> None:
    assert true_host(url) == host


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://bank.example/login", ""),
        ("https://www.bank.example/login", ""),
        ("https://me@evil.example", "hides its host behind a name"),
        ("https://bаnk.example", "looks like bank.example"),  # a Cyrillic а
        ("https://xn--bnk-6cd.example", "looks like bank.example"),
        ("https://modern-bank.example", ""),
        ("https://modem.example", "looks like modern.example"),
        ("https://раураl.example", "mixes alphabets"),
        ("javascript:alert(1)", "not a web address"),
        ("https://日本語カタカナ.example", ""),
        ("https://bücher.example", ""),
    ],
)
def test_odd_addresses_are_named(url: str, words: str) -> None:
    assert warning(url, known=["bank.example", "modern.example"]) == words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Also @ida@tools.example.", ["@ida@tools.example"]),
        (
            "ida@brandt.example, https://ida.example/a)",
            ["ida@brandt.example", "https://ida.example/a"],
        ),
        ("Bluesky: @ida-b.example; ida.example/about", ["@ida-b.example", "ida.example/about"]),
        ("she/her. Reads. 3.5 stars, v1.2, e.g. tea", []),
        ("bücher.example 例え.テスト", ["bücher.example", "例え.テスト"]),
    ],
)
def test_what_names_a_place_or_a_person_is_found(text: str, found: list[str]) -> None:
    assert list(addresses(text)) == found


def test_addresses_of_hostile_texts_end_soon() -> None:
    for text in ("a." * 50_000, "@" * 50_000, "a@" * 50_000, "a-" * 50_000, "x.example/" * 9000):
        addresses(text)
