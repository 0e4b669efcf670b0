"""The clock, and how a run is told another time."""

from datetime import UTC, datetime, timedelta

import pytest

from systemscripts.foundation import clock
from systemscripts.foundation.errors import ConfigError


def pretend(monkeypatch, moment):
    for name in ("ETL_NOW", "TZ"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ETL_NOW", moment)


def test_the_clock_tells_the_moment_with_its_time_zone(monkeypatch):
    pretend(monkeypatch, "")
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


@pytest.mark.parametrize("moment", ["2026-01-31T05:00:00", "2026-01-31 05:00", "20260131T050000"])
def test_a_pretended_moment_is_local_time(monkeypatch, moment):
    pretend(monkeypatch, moment)
    assert clock.now() == datetime(2026, 1, 31, 5).astimezone()
    assert clock.now().utcoffset() is not None


def test_a_pretended_moment_may_name_its_time_zone(monkeypatch):
    pretend(monkeypatch, "2026-01-31T05:00:00+02:00")
    assert clock.now() == datetime(2026, 1, 31, 3, tzinfo=UTC)


def test_a_day_alone_is_its_midnight(monkeypatch):
    pretend(monkeypatch, "2026-01-31")
    assert clock.stamp(clock.now()) == "20260131T000000"


@pytest.mark.parametrize("moment", ["yesterday", "2026-02-30", "31.01.2026", "0001-01-01T00:00+14"])
def test_what_is_no_moment_is_refused_with_an_example(monkeypatch, moment):
    pretend(monkeypatch, moment)
    with pytest.raises(ConfigError, match="ETL_NOW is no moment") as refused:
        clock.now()
    assert "2026-01-31T05:00:00" in refused.value.hint


def test_a_stamp_sorts_as_the_moments_do():
    assert clock.stamp(datetime(2026, 1, 31, 5, 6, 7)) == "20260131T050607"
    assert clock.stamp(datetime(2026, 9, 30)) < clock.stamp(datetime(2026, 10, 1))
