"""The environment is read in one place, and what is wrong there is named."""

import sys
from pathlib import Path

import pytest

from systemscripts.foundation import settings
from systemscripts.foundation.errors import ConfigError
from tests.small_job import SmallJob
from tests.support import run


def test_nothing_has_to_be_set():
    given = settings.read({})
    assert given.data_dir == given.home / "var"
    assert given.secrets_dir == given.data_dir / "secrets"
    assert given.database_url == given.admin_database_url == ""
    assert given.smtp_url == "file:"
    assert given.cron_file == Path("/etc/cron.d/etl_jobs")
    assert given.meetmax_base_url == "https://www.meetmax.com"


def test_what_is_set_wins_over_the_default():
    given = settings.read({"ETL_DATA_DIR": "/srv/my data", "ETL_SMTP_URL": "smtps://mail.test"})
    assert given.data_dir == Path("/srv/my data")
    assert given.secrets_dir == Path("/srv/my data/secrets")
    assert given.smtp_url == "smtps://mail.test"


def test_an_empty_setting_is_one_that_is_not_set():
    assert settings.read(dict.fromkeys(settings.SETTINGS, "")) == settings.read({})


def test_other_variables_do_not_matter():
    assert settings.read({"PATH": "/bin", "MY_ETL_THING": "1", "etl_home": "x"})


@pytest.mark.parametrize(
    "name, meant",
    [("ETL_DATADIR", "ETL_DATA_DIR"), ("ETL_DATABSE_URL", "ETL_DATABASE_URL")],
)
def test_a_misspelled_setting_is_refused_with_the_name_that_was_meant(name, meant):
    with pytest.raises(ConfigError, match=f"^unknown setting {name}$") as refused:
        settings.read({name: "/srv"})
    assert refused.value.hint == f"Did you mean {meant}?"


def test_a_setting_like_no_other_is_refused_with_the_place_to_look():
    with pytest.raises(ConfigError) as refused:
        settings.read({"ETL_QQQQQQ": "1"})
    assert "README.md" in refused.value.hint


def test_all_unknown_settings_are_named_at_once():
    with pytest.raises(ConfigError, match="ETL_DATADIR, ETL_EMIAL") as refused:
        settings.read({"ETL_EMIAL": "a", "ETL_DATADIR": "b"})
    assert refused.value.hint == "Did you mean ETL_DATA_DIR? Did you mean ETL_EMAIL?"


def test_the_value_of_an_unknown_setting_is_not_shown():
    with pytest.raises(ConfigError) as refused:
        settings.read({"ETL_EMAIL_PASWORD": "hunter22"})
    assert "hunter22" not in f"{refused.value}{refused.value.hint}"


@pytest.mark.parametrize("name", ["ETL_DATA_DIR", "ETL_SECRETS_DIR", "ETL_CRON_FILE"])
@pytest.mark.parametrize("value", ["var", "./var", "~/var"])
def test_a_path_that_depends_on_where_one_stands_is_refused(name, value):
    with pytest.raises(ConfigError, match=f"^{name} is not an absolute path") as refused:
        settings.read({name: value})
    assert "slash" in refused.value.hint


def test_a_folder_below_the_data_directory_is_made_when_it_is_asked_for(tmp_path):
    given = settings.read({"ETL_DATA_DIR": str(tmp_path / "not yet there")})
    assert given.folder("outbox") == given.folder("outbox") == tmp_path / "not yet there" / "outbox"
    assert given.folder("outbox").is_dir()


def test_a_job_with_an_unknown_setting_does_nothing_and_ends_with_78(tmp_path):
    done = SmallJob(tmp_path, {"ETL_DATADIR": "/srv"}).run("print('working')")
    assert (done.returncode, done.stdout) == (78, "")
    assert done.stderr == "error: unknown setting ETL_DATADIR\nHINT: Did you mean ETL_DATA_DIR?\n"


def test_the_run_hears_why_a_job_could_not_begin(tmp_path):
    heard = tmp_path / "heard"
    job = SmallJob(tmp_path, {"ETL_REPORT_FD": 7, "ETL_DATA_DIR": "var"})
    script = job.script("print('working')")
    words = 'exec 7>"$1"; exec "$2" "$3"'
    done = run(["bash", "-c", words, "-", heard, sys.executable, script], job.env)
    assert done.returncode == 78
    assert heard.read_text() == "message ETL_DATA_DIR is not an absolute path: var\n"
