"""Where a file goes whose fate is decided: never over another one, and once, also after a kill."""

import os
from pathlib import Path

import pytest

from systemscripts.foundation import safe_files
from systemscripts.foundation.errors import ConfigError
from systemscripts.stages.archive import keep

OTHER = Path("/dev/shm")  # noqa: S108


def arrive(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text)
    return folder / name


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


@pytest.mark.parametrize(
    "name", ["a.csv", "a", ".a", "a.tar.gz", "-rf", "two words.csv", "é\n.csv"]
)
def test_a_file_gets_a_number_where_its_name_is_taken(tmp_path, name):
    archive = tmp_path / "deep" / "archive"
    kept = [keep.keep(arrive(tmp_path / "in", name, text), archive) for text in ("1", "2", "3")]
    assert [path.read_text() for path in kept] == ["1", "2", "3"]
    assert len(contents(archive)) == 3
    assert kept[0].name == name
    assert contents(tmp_path / "in") == {}


def test_a_move_that_was_cut_short_is_finished(tmp_path):
    path = arrive(tmp_path / "in", "a.csv", "1")
    archive = tmp_path / "archive"
    archive.mkdir()
    (archive / "a.csv").write_text("another")
    os.link(path, archive / "a.1.csv")
    assert keep.keep(path, archive) == archive / "a.1.csv"
    assert contents(archive) == {"a.csv": "another", "a.1.csv": "1"}
    assert not path.exists()


def test_the_content_and_the_time_stay(tmp_path):
    path = arrive(tmp_path / "in", "a.csv", "1")
    os.utime(path, (1000, 1000))
    before = path.stat()
    after = keep.keep(path, tmp_path / "archive").stat()
    assert (after.st_ino, after.st_mtime, after.st_nlink) == (before.st_ino, 1000, 1)


@pytest.mark.skipif(not os.access(OTHER, os.W_OK), reason="no second file system")
def test_a_file_can_be_kept_on_another_file_system(tmp_path):
    archive = OTHER / f"keep-{os.getpid()}"
    try:
        for text in ("1", "2"):
            keep.keep(arrive(tmp_path / "in", "a.csv", text), archive)
        assert contents(archive) == {"a.csv": "1", "a.1.csv": "2"}
        assert contents(tmp_path / "in") == {}
    finally:
        for path in archive.iterdir():
            path.unlink()
        archive.rmdir()


def test_a_file_that_somebody_took_away_is_nobodys_fault(tmp_path):
    assert keep.keep(tmp_path / "gone.csv", tmp_path / "archive") is None
    assert contents(tmp_path / "archive") == {}


def test_a_folder_that_cannot_be_is_an_error_and_the_file_stays(tmp_path):
    path = arrive(tmp_path / "in", "a.csv", "1")
    (tmp_path / "archive").write_text("a file")
    with pytest.raises(ConfigError):
        keep.keep(path, tmp_path / "archive")
    assert path.read_text() == "1"


def test_a_kept_file_is_found_by_its_name_and_its_content(tmp_path):
    for name in ("a.csv", "a.1.csv", "ab.csv", "a.txt"):
        arrive(tmp_path, name, "1")
    arrive(tmp_path, "a.2.csv", "other")
    sha256 = safe_files.sha256(tmp_path / "a.csv")
    found = [path.name for path in keep.find(tmp_path, "a.csv", sha256)]
    assert found == ["a.1.csv", "a.csv"]
    assert keep.find(tmp_path / "nowhere", "a.csv", sha256) == []


def test_the_reason_stands_beside_the_file_however_long_its_name(tmp_path):
    for name in ("a.csv", "y" * 250 + ".csv"):
        refused = arrive(tmp_path, name, "1")
        for reason in ("first", "second é"):
            keep.explain(refused, reason)
        (beside,) = tmp_path.glob(f"{name[:150]}*.reason.txt")
        assert beside.read_text() == "second é\n"
