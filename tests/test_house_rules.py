"""Rules of this house that no linter knows."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from cm_desk.connectors import registry
from cm_desk.connectors.services.demo.cast import SERVICES

ROOT = Path(__file__).parents[1]
SOURCES = {p: p.read_text("utf-8") for p in sorted(ROOT.glob("cm_desk/**/*.py"))}
TESTS = {p: p.read_text("utf-8") for p in sorted(ROOT.glob("tests/**/*.py"))}
SCREEN = {p: text for p, text in SOURCES.items() if {"ui", "app"} & set(p.parts)}
HERE = Path(__file__)
# servers; archives, naughty strings and the published API beside the project; a small disk
KNOWN_SKIPS = {"real.py", "archive.py", "naughty.py", "test_fake_mastodon.py", "test_trouble.py"}


def where(pattern: str, files: dict[Path, str]) -> list[str]:
    """FILE:LINE of every line that holds `pattern`."""
    found = re.compile(pattern)
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path, text in files.items()
        for number, line in enumerate(text.splitlines(), 1)
        if found.search(line)
    ]


def calls(files: dict[Path, str]) -> Iterator[tuple[str, str, ast.Call]]:
    """(FILE:LINE, name, call) for every call; the name is the last part, as in `label.setText`."""
    for path, text in files.items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                yield f"{path.relative_to(ROOT)}:{node.lineno}", name, node


def functions(files: dict[Path, str]) -> list[int]:
    """The length of every function, in lines without its docstring."""
    found = []
    for text in files.values():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                first = node.body[1:2] if ast.get_docstring(node) else node.body[:1]
                found.append((node.end_lineno or 0) - (first or node.body)[0].lineno + 1)
    return found


def test_no_nested_event_loop() -> None:
    """exec() inside a coroutine stops every other task: use ui/aio.answer(dialog).

    app/ paints its first picture before there is a loop to nest in.
    """
    screen = {p: text for p, text in SCREEN.items() if p.parts[-2:] != ("app", "__init__.py")}
    assert where(r"\.exec_?\(|processEvents\(|QEventLoop\((?!app\b|qapp\b)", screen) == []


def test_every_thread_is_made_in_lanes() -> None:
    made = where(r"threading\.Thread\(|QThread|to_thread\(|run_in_executor\(|QRunnable", SOURCES)
    assert {each.partition(":")[0] for each in made} == {"cm_desk/lanes.py"}


def test_writes_are_actions() -> None:
    """What changes the store has a name in actions/, so that it can be tested without Qt."""
    found = where(r"store\.write(_through)?\(", SOURCES)
    assert {re.split("[/:]", each)[1] for each in found} <= {"actions", "desk.py"}


def test_every_service_keeps_the_contract() -> None:
    tests = {p.stem: text for p, text in TESTS.items() if p.parent.name == "services"}
    assert [n for n in registry.names() if "Contract)" not in tests.get(f"test_{n}", "")] == []


def test_no_service_is_named_above_the_connectors() -> None:
    """The window asks the capabilities. Names and glyphs to show and the demo's roles are data."""
    rooms, lists = {"ui", "actions", "background", "cli", "app"}, {"art.py", "demo.py"}
    above = {p: t for p, t in SOURCES.items() if rooms & set(p.parts) and p.name not in lists}
    known = {*registry.names(), *SERVICES} - {"mail"}  # a word of ours, too
    named = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, text in above.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant) and node.value in known
    ]
    assert named == []
    assert where(r"service\s*(==|!=|in)\s*[(\"\']", above) == []


# --- S6: what strangers wrote is never rich text ------------------------------------------------


def test_nothing_on_the_screen_reads_markup() -> None:
    """Qt's rich text loads local pictures and shows links as it is told."""
    rich = "setHtml|insertHtml|appendHtml|setMarkdown|QTextBrowser|QMessageBox|QErrorMessage|"
    rich += r"setWhatsThis|QWebEngine|RichText|AutoText|MarkdownText|QTextEdit\(|QStaticText"
    assert where(rich, SCREEN) == []


def test_every_label_is_plain() -> None:
    """A QLabel left alone shows `<b>Bo</b>` as a bold Bo, and loads `<img src=file:…>`."""
    made = r"\bQLabel\(|class \w+\(QLabel\b"
    plain = r"setTextFormat\(Qt\.TextFormat\.PlainText\)"
    counts = {p.name: [len(re.findall(r, t)) for r in (made, plain)] for p, t in SCREEN.items()}
    assert [name for name, (labels, calmed) in counts.items() if labels > calmed] == []


def test_every_tool_tip_is_ours_or_made_safe() -> None:
    tips = [(at, call.args[-1]) for at, name, call in calls(SCREEN) if name == "setToolTip"]
    assert [at for at, tip in tips if not _is_safe(tip)] == []
    assert where("ToolTipRole|StatusTipRole", SCREEN) == []


def _is_safe(text: ast.expr) -> bool:
    """A literal, or what `safe()` gave back."""
    if isinstance(text, ast.IfExp):
        return _is_safe(text.body) and _is_safe(text.orelse)
    called = isinstance(text, ast.Call) and getattr(text.func, "id", "") == "safe"
    return called or isinstance(text, ast.Constant)


def test_nothing_is_fetched_by_a_view() -> None:
    """S7: a picture is asked for by an action, after a click."""
    assert where(r"QNetwork|urlopen|QPixmap\(url|http\.client|import socket", SCREEN) == []


# --- habits -------------------------------------------------------------------------------------


def test_we_do_not_shout() -> None:
    literals = (
        (f"{path.relative_to(ROOT)}:{node.lineno}", node.value)
        for path, text in SCREEN.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    assert [at for at, text in literals if re.search(r"[a-z]!(\s|$)", text)] == []


def test_functions_and_files_stay_small() -> None:
    assert median(functions(SOURCES)) <= 8
    assert [p.name for p, text in SOURCES.items() if len(text.splitlines()) > 400] == []


def test_only_a_missing_server_or_sample_skips_a_test() -> None:
    """`.ci/run` turns a missing server into a failure: no test is passed by in silence."""
    others = {p: t for p, t in TESTS.items() if p != HERE and p.name not in KNOWN_SKIPS}
    assert where(r"pytest\.(skip|xfail|importorskip)|mark\.(skip|xfail)", others) == []


def test_the_tree_names_no_machine() -> None:
    """A path or package server of one machine works on no other."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True)
    files = {}
    for name in listed.stdout.decode().splitlines():
        path = ROOT / name
        if path != HERE and path.suffix not in {".png", ".ttf", ".otf", ".ico", ".gz", ".zip"}:
            files[path] = path.read_text("utf-8")
    assert where(r"(?<![\w.~}/])/(work|root|home|Users)/\w", files) == []
    assert where(r"registry\.npm|pythonhosted|//pypi\.org/simple|deb\.debian|pkg\.dev", files) == []


def test_every_decision_is_listed_and_short() -> None:
    records = sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))
    index = (ROOT / "docs/decisions/README.md").read_text("utf-8")
    assert len({each.name[:4] for each in records}) == len(records)
    assert [each.name for each in records if f"({each.name})" not in index] == []
    assert [each.name for each in records if len(each.read_text("utf-8").splitlines()) > 30] == []
