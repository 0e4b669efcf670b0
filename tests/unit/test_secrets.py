"""Secrets: where they may stand, and that they never leave."""

import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from systemscripts.foundation import secrets
from systemscripts.foundation.errors import ConfigError
from tests.support import HOME

NAME = "etl_email_password"


def keep(folder: Path, content: bytes = b"correct horse\n", mode: int = 0o600) -> Path:
    path = folder / NAME
    path.write_bytes(content)
    path.chmod(mode)
    return path


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_file_that_only_its_owner_can_read_is_a_secret(tmp_path, mode):
    keep(tmp_path, mode=mode)
    assert secrets.read(tmp_path, NAME) == "correct horse"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660, 0o620, 0o601, 0o777])
def test_a_file_that_others_can_reach_is_refused_with_the_command_that_helps(tmp_path, mode):
    path = keep(tmp_path, mode=mode)
    with pytest.raises(ConfigError, match=f"can be read by others .mode {mode:o}") as refused:
        secrets.read(tmp_path, NAME)
    assert refused.value.hint == f"Run: chmod 600 '{path}'"
    subprocess.run(refused.value.hint.removeprefix("Run: "), shell=True, check=True)  # noqa: S602
    assert secrets.read(tmp_path, NAME) == "correct horse"


def test_behind_a_link_the_mode_of_the_file_counts(tmp_path):
    elsewhere = keep(tmp_path).rename(tmp_path / "elsewhere")
    (tmp_path / NAME).symlink_to(elsewhere)
    assert secrets.read(tmp_path, NAME) == "correct horse"
    elsewhere.chmod(0o644)
    with pytest.raises(ConfigError, match="can be read by others"):
        secrets.read(tmp_path, NAME)


def test_the_environment_wins_even_over_a_loose_file(tmp_path):
    keep(tmp_path, mode=0o644)
    assert secrets.read(tmp_path, NAME, "from the environment") == "from the environment"


@pytest.mark.parametrize("ending", [b"", b"\n", b"\r\n"])
def test_the_end_of_the_line_is_no_part_of_the_secret(tmp_path, ending):
    keep(tmp_path, b" p a\tss " + ending)
    assert secrets.read(tmp_path, NAME) == " p a\tss "


@pytest.mark.parametrize("content", [b"", b"\n", b"\r\n"])
def test_an_empty_secret_is_refused(tmp_path, content):
    path = keep(tmp_path, content)
    with pytest.raises(ConfigError, match="is empty"):
        secrets.read(tmp_path, NAME)
    assert path.exists()


def test_a_secret_that_is_not_text_is_refused_without_showing_it(tmp_path):
    keep(tmp_path, b"\xff\xfehunter22\x00")
    with pytest.raises(ConfigError, match="it is not text") as refused:
        secrets.read(tmp_path, NAME)
    assert "hunter22" not in str(refused.value)


def test_a_missing_secret_names_the_file_and_the_setting(tmp_path):
    with pytest.raises(ConfigError, match="No such file") as refused:
        secrets.read(tmp_path, NAME)
    assert str(tmp_path / NAME) in str(refused.value)
    assert "chmod 600" in refused.value.hint
    assert "ETL_EMAIL_PASSWORD" in refused.value.hint


def test_a_missing_secret_names_no_setting_that_does_not_exist(tmp_path):
    with pytest.raises(ConfigError) as refused:
        secrets.read(tmp_path, "postgres_etl_user")
    assert "POSTGRES_ETL_USER" not in refused.value.hint


def test_a_folder_is_no_secret(tmp_path):
    (tmp_path / NAME).mkdir(mode=0o700)
    with pytest.raises(ConfigError, match="Is a directory"):
        secrets.read(tmp_path, NAME)


def test_a_secret_that_was_written_can_be_read_and_replaced(tmp_path):
    folder = tmp_path / "not yet there"
    assert secrets.write(folder, NAME, "first one") == folder / NAME
    secrets.write(folder, NAME, "second one")
    assert secrets.read(folder, NAME) == "second one"
    assert [p.name for p in folder.iterdir()] == [NAME]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_secret_is_never_loose_not_even_while_it_is_written(tmp_path):
    """Another process, with the most generous umask, writes; this one looks at every file."""
    folder = tmp_path / "secrets"
    folder.mkdir()
    words = (
        "import os, sys, pathlib; os.umask(0); from systemscripts.foundation import secrets\n"
        "for number in range(150): secrets.write(pathlib.Path(sys.argv[1]), 'a', 'x' * 100000)"
    )
    modes = set()
    with subprocess.Popen([sys.executable, "-c", words, folder], cwd=HOME) as writer:
        while writer.poll() is None:
            for entry in os.scandir(folder):
                try:
                    modes.add(stat.S_IMODE(entry.stat().st_mode))
                except FileNotFoundError:
                    continue
            time.sleep(0.0002)
    assert writer.returncode == 0
    assert modes == {0o600}


def test_a_known_secret_is_masked_wherever_it_stands():
    secrets.remember("s3cret.$^(value")
    text = "x" * 100_000 + " s3cret.$^(value\n  pass='s3cret.$^(value's3cret.$^(value"
    masked = secrets.mask(text)
    assert "s3cret" not in masked
    assert masked.endswith(" ***\n  pass='***'***")


def test_the_longer_of_two_secrets_leaves_no_rest():
    secrets.remember("swordfish")
    secrets.remember("swordfish-two")
    assert secrets.mask("is it swordfish-two?") == "is it ***?"


def test_a_secret_of_several_lines_is_masked():
    secrets.remember("-----BEGIN KEY-----\nabcdef\n-----END KEY-----")
    text = "the key:\n-----BEGIN KEY-----\nabcdef\n-----END KEY-----\nwas read"
    assert secrets.mask(text) == "the key:\n***\nwas read"
    assert secrets.one_line(text) == "the key:\\n***\\nwas read"


def test_a_word_too_short_to_be_a_secret_does_not_mask_the_message():
    secrets.remember("")
    secrets.remember("a")
    assert secrets.mask("a banana") == "a banana"


@pytest.mark.parametrize(
    "address, masked",
    [
        ("postgresql://ann:pw1@db.test:5432/feeds", "postgresql://ann:***@db.test:5432/feeds"),
        (
            "smtp+starttls://ann%40x.test:p%40w@mail.test",
            "smtp+starttls://ann%40x.test:***@mail.test",
        ),
        ("https://:token@api.test/a?b=c", "https://:***@api.test/a?b=c"),
        ("imaps://ann:not@encoded/at:all@mail.test", "imaps://ann:***@mail.test"),
    ],
)
def test_a_password_in_an_address_is_masked(address, masked):
    text = f"first\ncannot reach <{address}>, '{address}'; trying https://plain.test:80/x"
    expected = f"first\ncannot reach <{masked}>, '{masked}'; trying https://plain.test:80/x"
    assert secrets.mask(text) == expected


def test_an_address_without_password_stays_as_it_is():
    text = "https://host.test:8080/a/b?mail=x and ann@host.test, http://ann@host.test/"
    assert secrets.mask(text) == text


@pytest.mark.parametrize("breaking", "\n\r\0\v\f\x1b\x1c\x85\u2028\u2029")
def test_nothing_in_a_message_can_end_or_steer_its_line(breaking):
    text = secrets.one_line(f"before{breaking}after")
    assert len(text.splitlines()) == 1
    assert text.isprintable()
    assert text.startswith("before\\")
    assert text.endswith("after")


def test_letters_of_all_languages_stay_and_broken_ones_are_written_out():
    assert secrets.one_line("Zürich\t東京 🙂") == "Zürich\t東京 🙂"
    assert secrets.one_line("file \udcff.csv") == "file \\udcff.csv"
