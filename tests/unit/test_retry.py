"""Only what may pass is tried again, with waits that grow and vary."""

import logging
import time
from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from systemscripts.foundation import errors, retry
from systemscripts.foundation.http import SlowDown


@dataclass
class Fails:
    """Raises these errors, one a call; then answers. Knows when it was called."""

    errors: list[Exception]
    moments: list[float] = field(default_factory=list)

    def __call__(self) -> str:
        self.moments.append(time.monotonic())
        if self.errors:
            raise self.errors.pop(0)
        return "done"

    @property
    def waits(self) -> list[float]:
        return [after - before for before, after in pairwise(self.moments)]


def passing(count: int) -> list[Exception]:
    return [errors.TransientError(f"try {number}") for number in range(1, count + 1)]


def test_a_call_that_succeeds_is_made_once():
    call = Fails([])
    assert retry.passing(call) == "done"
    assert len(call.moments) == 1


def test_a_trouble_that_passes_is_not_seen():
    call = Fails(passing(2))
    assert retry.passing(call, first=0.001) == "done"
    assert len(call.moments) == 3


@pytest.mark.parametrize("attempts", [1, 2, 5])
def test_after_the_last_attempt_the_last_error_is_raised(attempts):
    call = Fails(passing(9))
    with pytest.raises(errors.TransientError, match=f"^try {attempts}$"):
        retry.passing(call, attempts=attempts, first=0.001)
    assert len(call.moments) == attempts


@pytest.mark.parametrize(
    "error",
    [
        errors.ConfigError("a"),
        errors.DataError("a"),
        errors.UsageError("a"),
        errors.BusyError("a"),
        errors.EtlError("a"),
        KeyError("a"),
        OSError("a"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_any_other_error_is_raised_at_once(error):
    call = Fails([error])
    with pytest.raises(type(error)) as raised:
        retry.passing(call, first=60)
    assert raised.value is error
    assert len(call.moments) == 1


def test_an_error_of_another_kind_ends_the_tries():
    call = Fails([*passing(1), errors.ConfigError("the row is wrong"), *passing(1)])
    with pytest.raises(errors.ConfigError):
        retry.passing(call, first=0.001)
    assert len(call.moments) == 2


def test_the_waits_grow():
    call = Fails(passing(3))
    retry.passing(call, attempts=4, first=0.02)
    for number, wait in enumerate(call.waits):
        assert wait >= 0.02 * 2**number


def test_no_wait_is_longer_than_the_most():
    call = Fails(passing(4))
    retry.passing(call, attempts=5, first=0.05, most=0.06)
    assert max(call.waits) < 0.16


def test_the_waits_vary_so_that_many_jobs_do_not_come_at_the_same_moment():
    calls = [Fails(passing(1)) for _ in range(8)]
    for call in calls:
        retry.passing(call, first=0.02)
    waits = [call.waits[0] for call in calls]
    assert max(waits) - min(waits) > 0.002


def test_a_wait_that_the_other_side_asks_for_is_kept():
    call = Fails([SlowDown("slow down", retry_after=0.2)])
    retry.passing(call, first=0.001)
    assert call.waits[0] >= 0.2


def test_a_wait_that_the_other_side_asks_for_is_kept_up_to_the_most():
    call = Fails([SlowDown("slow down", retry_after=86400)])
    retry.passing(call, first=0.001, most=0.1)
    assert 0.1 <= call.waits[0] < 0.3


def test_the_own_wait_stays_when_the_other_side_asks_for_less():
    call = Fails([SlowDown("slow down", retry_after=0.001)])
    retry.passing(call, first=0.1)
    assert call.waits[0] >= 0.1


def test_each_new_try_is_announced_with_its_reason(caplog):
    with caplog.at_level(logging.WARNING, logger="etl"):
        retry.passing(Fails(passing(2)), first=0.001)
    assert [r.getMessage().partition(";")[0] for r in caplog.records] == ["try 1", "try 2"]
    assert all("trying again in" in r.getMessage() for r in caplog.records)
