"""Trying again: only for the passing kind of error, with growing waits and some jitter."""

import logging
from collections.abc import Callable
from typing import TypeVar

import tenacity

from systemscripts.foundation.errors import TransientError

log = logging.getLogger("etl")
Result = TypeVar("Result")


class _WaitAsTold(tenacity.wait.wait_base):
    """Backoff, or longer when the other side said how long (`error.retry_after`)."""

    def __init__(self, first: float, most: float) -> None:
        growing = tenacity.wait_exponential(multiplier=first, max=most)
        self.backoff = growing + tenacity.wait_random(0, first)
        self.most = most

    def __call__(self, retry_state: tenacity.RetryCallState) -> float:
        error = retry_state.outcome.exception() if retry_state.outcome else None
        told = float(getattr(error, "retry_after", None) or 0)
        return min(max(self.backoff(retry_state), told), self.most)


def _say(retry_state: tenacity.RetryCallState) -> None:
    error = retry_state.outcome.exception() if retry_state.outcome else None
    wait = retry_state.next_action.sleep if retry_state.next_action else 0
    log.warning("%s; trying again in %.1f s", error, wait)


def passing(
    call: Callable[[], Result], attempts: int = 4, first: float = 1.0, most: float = 60.0
) -> Result:
    """The call's result; a TransientError is tried again, anything else is raised at once."""
    return tenacity.Retrying(
        retry=tenacity.retry_if_exception_type(TransientError),
        stop=tenacity.stop_after_attempt(attempts),
        wait=_WaitAsTold(first, most),
        before_sleep=_say,
        reraise=True,
    )(call)
