"""A file is whole or not there, whatever happens while it is written."""

import hashlib
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from systemscripts.foundation import safe_files
from systemscripts.foundation.errors import ConfigError, TransientError
from tests.support import HOME
from tests.unit.small_disk import needs_small_disk, run_on_small_disk, run_words


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_a_file_has_the_content_and_the_mode_that_were_asked_for(tmp_path):
    target = tmp_path / "not yet there" / "a b.csv"
    written = safe_files.write_whole(target, lambda file: file.write(b"x" * 3_000_000), mode=0o640)
    assert written.read_bytes() == b"x" * 3_000_000
    assert mode_of(target) == 0o640
    assert names(target.parent) == ["a b.csv"]


def test_while_it_is_written_nobody_sees_it_and_only_its_owner_reads_it(tmp_path):
    target = tmp_path / "a.csv"
    seen = []

    def write(file):
        file.write(b"half")
        file.flush()
        seen.extend((p.name.startswith("."), mode_of(p)) for p in tmp_path.iterdir())

    safe_files.write_whole(target, write, mode=0o666)
    assert seen == [(True, 0o600)]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_a_writer_that_fails_leaves_the_old_file_and_no_litter(tmp_path, error):
    target = tmp_path / "a.csv"
    target.write_text("old")

    def write(file):
        file.write(b"new")
        raise error

    with pytest.raises(error):
        safe_files.write_whole(target, write)
    assert target.read_text() == "old"
    assert names(tmp_path) == ["a.csv"]


def test_a_kill_in_the_middle_leaves_the_old_file_whole(tmp_path):
    target = tmp_path / "a.csv"
    target.write_text("old")
    words = f"""
import sys, time
from pathlib import Path
from systemscripts.foundation import safe_files
def write(file):
    file.write(b"new" * 100000)
    file.flush()
    print("half", flush=True)
    time.sleep(30)
safe_files.write_whole(Path({str(target)!r}), write)
"""
    with subprocess.Popen(
        [sys.executable, "-c", words], cwd=HOME, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "half\n"
        child.kill()
    assert target.read_text() == "old"
    safe_files.write_whole(target, lambda file: file.write(b"next"))
    assert target.read_text() == "next"


def test_a_disk_that_fills_up_leaves_the_old_file_and_may_pass(tmp_path):
    target = tmp_path / "a.csv"
    target.write_text("old")

    def write(file):
        file.write(b"new")
        os.write(os.open("/dev/full", os.O_WRONLY), b"more")

    with pytest.raises(TransientError, match=r"a\.csv: no space left"):
        safe_files.write_whole(target, write)
    assert target.read_text() == "old"
    assert names(tmp_path) == ["a.csv"]


@needs_small_disk
def test_a_full_disk_leaves_the_old_file_and_may_pass(tmp_path):
    words = """
target = Path("disk/a.csv")
target.write_text("old")
told(lambda: safe_files.write_whole(target, lambda file: file.write(b"x" * 200000)))
told(lambda: safe_files.replace_text(target, "x" * 200000))
print(target.read_text(), os.listdir("disk"))
"""
    said = "TransientError: disk/a.csv: no space left | Free some disk space, then again."
    lines = run_on_small_disk(words, tmp_path, tmp_path / "disk", "64k")
    assert lines == [said, said, "old ['a.csv']"]


@pytest.mark.parametrize("mode", [0o555, 0o000])
def test_a_folder_without_permission_must_be_corrected(tmp_path, mode):
    tmp_path.chmod(0o755)
    (tmp_path / "closed").mkdir()
    (tmp_path / "closed" / "a.csv").write_text("old")
    (tmp_path / "closed").chmod(mode)
    words = """
if os.geteuid() == 0:
    os.setgroups([]), os.setgid(65534), os.setuid(65534)
told(lambda: safe_files.write_whole(Path("closed/a.csv"), lambda file: file.write(b"new")))
told(lambda: safe_files.move_aside(Path("/etc/hostname"), Path("closed")))
"""
    said = "Permission denied | Look at owner, mode and mount."
    lines = run_words(words, tmp_path)
    (tmp_path / "closed").chmod(0o755)
    assert lines == [f"ConfigError: closed/a.csv: {said}", f"ConfigError: closed: {said}"]
    assert (tmp_path / "closed" / "a.csv").read_text() == "old"
    assert names(tmp_path / "closed") == ["a.csv"]


def test_a_file_where_a_folder_should_be_must_be_corrected(tmp_path):
    (tmp_path / "a").write_text("no folder")
    with pytest.raises(ConfigError, match=r"a/b\.csv: "):
        safe_files.write_whole(tmp_path / "a" / "b.csv", lambda file: file.write(b""))


def test_text_that_is_there_already_is_not_written_again(tmp_path):
    target = tmp_path / "etl_jobs"
    assert safe_files.replace_text(target, "Zürich\n", mode=0o644)
    before = target.stat()
    assert not safe_files.replace_text(target, "Zürich\n", mode=0o644)
    assert (target.stat().st_ino, target.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert safe_files.replace_text(target, "Bern\n", mode=0o644)
    assert target.read_text() == "Bern\n"


def test_the_right_text_with_a_wrong_mode_is_put_right(tmp_path):
    target = tmp_path / "etl_jobs"
    target.write_text("same\n")
    target.chmod(0o664)  # cron ignores such a file
    assert safe_files.replace_text(target, "same\n", mode=0o644)
    assert mode_of(target) == 0o644


def test_a_digest_is_that_of_the_whole_file(tmp_path):
    content = os.urandom(2 * safe_files.BLOCK + 7)
    (tmp_path / "a").write_bytes(content)
    assert safe_files.sha256(tmp_path / "a") == hashlib.sha256(content).hexdigest()


def test_no_space_may_pass_and_everything_else_must_be_corrected():
    assert isinstance(safe_files.unwritable("a", OSError(28, "x")), TransientError)
    assert isinstance(safe_files.unwritable("a", OSError(122, "x")), TransientError)
    assert isinstance(safe_files.unwritable("a", OSError(30, "x")), ConfigError)
