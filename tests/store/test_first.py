import subprocess
import sys
from pathlib import Path

from cm_desk.domain.views import View
from cm_desk.store import connect, first
from tests.store.rows import account, message, save

HEAVY = ("asyncio", "concurrent.futures", "sqlite_utils", "requests", "keyring", "PySide6")


def test_there_is_nothing_to_see_without_a_good_store(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    assert first.look(path) is None
    path.write_bytes(b"rubbish")
    assert first.look(path) is None


def test_the_first_look_is_the_inbox_even_while_it_is_written(tmp_path: Path) -> None:
    db = connect.writer(tmp_path / "desk.db")
    owner = account(db)
    save(db, owner.id, message("1"))
    for _ in ("open", "closed"):
        found = first.look(tmp_path / "desk.db")
        assert found is not None
        assert [row.last_remote_id for row in found.rows.items] == ["1"]
        assert found.counts.views[View.NEEDS_REPLY] == 1
        assert found.accounts == (owner,)
        db.close()


def test_the_first_look_and_opening_a_store_import_nothing_heavy(tmp_path: Path) -> None:
    connect.writer(tmp_path / "desk.db").close()
    program = (
        "import sys; from pathlib import Path\n"
        "from cm_desk.store import connect, first\n"
        "path = Path(sys.argv[1])\n"
        "assert first.look(path); connect.writer(path).close()\n"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "desk.db")], capture_output=True, check=True
    )
    assert done.stdout.decode().strip() == "[]", done.stderr.decode()
