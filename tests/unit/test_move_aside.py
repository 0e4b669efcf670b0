"""A file that has been dealt with is put aside, and nothing there is overwritten."""

import threading
from pathlib import Path

import pytest

from systemscripts.foundation import safe_files
from systemscripts.foundation.errors import ConfigError
from tests.unit.small_disk import needs_small_disk, run_on_small_disk


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def arrive(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text)
    return folder / name


@pytest.mark.parametrize(
    "name, second, third",
    [
        ("a.csv", "a.1.csv", "a.2.csv"),
        ("a", "a.1", "a.2"),
        ("a b.tar.gz", "a b.tar.1.gz", "a b.tar.2.gz"),
    ],
)
def test_a_file_put_aside_never_replaces_one_of_the_same_name(tmp_path, name, second, third):
    archive = tmp_path / "archive"
    for text, expected in [("one", name), ("two", second), ("three", third)]:
        kept = safe_files.move_aside(arrive(tmp_path / "in", name, text), archive)
        assert (kept.name, kept.read_text()) == (expected, text)
    assert names(archive) == sorted([name, second, third])
    assert names(tmp_path / "in") == []


def test_not_even_a_link_to_nowhere_is_replaced(tmp_path):
    (tmp_path / "a.csv").symlink_to(tmp_path / "nowhere")
    kept = safe_files.move_aside(arrive(tmp_path / "in", "a.csv", "one"), tmp_path)
    assert kept.name == "a.1.csv"
    assert (tmp_path / "a.csv").is_symlink()


def test_many_at_once_put_all_their_files_aside(tmp_path):
    sources = [arrive(tmp_path / f"in {number}", "a.csv", str(number)) for number in range(40)]
    archive = tmp_path / "archive"
    threads = [threading.Thread(target=safe_files.move_aside, args=(s, archive)) for s in sources]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(int(p.read_text()) for p in archive.iterdir()) == list(range(40))


@needs_small_disk
@pytest.mark.parametrize("size, kept", [("256k", True), ("16k", False)])
def test_across_file_systems_the_copy_is_whole_or_the_file_stays(tmp_path, size, kept):
    source = arrive(tmp_path / "in", "a.csv", "x" * 40_000)
    words = """
told(lambda: safe_files.move_aside(Path("in/a.csv"), Path("archive")))
print([(p.name, p.stat().st_size) for p in Path("archive").iterdir()])
"""
    *said, found = run_on_small_disk(words, tmp_path, tmp_path / "archive", size)
    assert found == ("[('a.csv', 40000)]" if kept else "[]")
    assert source.exists() == (not kept)
    assert [line.partition(":")[0] for line in said] == ([] if kept else ["TransientError"])


def test_a_file_that_vanished_leaves_nothing_behind(tmp_path):
    with pytest.raises(ConfigError):
        safe_files.move_aside(tmp_path / "gone.csv", tmp_path / "archive")
    assert names(tmp_path / "archive") == []
