"""What runs ahead in a thread gives the same things, the same errors, and stops when told."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from systemscripts.foundation.ahead import ahead

often = settings(max_examples=100, deadline=None)
THINGS = some.lists(some.none() | some.integers() | some.text(max_size=2), max_size=20)


def workers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "ahead"]


@often
@given(THINGS, some.integers(1, 5))
def test_the_same_things_come_in_the_same_order(things, depth):
    assert list(ahead(things, depth)) == things
    assert workers() == []


@often
@given(THINGS, some.sampled_from([ValueError, KeyboardInterrupt, SystemExit, GeneratorExit]))
def test_an_error_is_raised_behind_what_came_before_it(things, kind):
    def failing() -> Iterator[Any]:
        yield from things
        raise kind("here")

    found: list[Any] = []
    with pytest.raises(kind, match="here"):
        take_all(ahead(failing()), found)
    assert found == things
    assert workers() == []


def take_all(things: Iterator[Any], found: list[Any]) -> None:
    """Also those that came before an error."""
    for thing in things:
        found.append(thing)


@often
@given(some.integers(0, 12), some.integers(1, 5), some.booleans())
def test_when_the_user_stops_the_maker_stops(wanted, depth, fails):
    made: list[int] = []
    ended: list[bool] = []

    def endless() -> Iterator[int]:
        try:
            while True:
                made.append(len(made))
                yield len(made)
        finally:
            ended.append(True)

    things = ahead(endless(), depth)
    taken = [next(things) for _ in range(wanted)]
    if fails and wanted:
        with pytest.raises(LookupError):
            things.throw(LookupError())  # type: ignore[attr-defined]
    else:
        things.close()  # type: ignore[attr-defined]
    assert workers() == []
    assert taken == list(range(1, wanted + 1))
    assert ended == ([True] if wanted else [])
    # those in the queue, the one in its hand, and those that its end had to let through
    assert len(made) <= wanted + 2 * depth + 2


@pytest.mark.parametrize("depth", [1, 3])
def test_it_never_runs_far_ahead(depth):
    made: list[int] = []
    things = ahead((made.append(n) or n for n in range(100)), depth)
    for taken in range(1, 5):
        next(things)
        time.sleep(0.05)
        assert len(made) <= taken + depth + 1
    things.close()  # type: ignore[attr-defined]


def test_the_next_thing_is_made_while_this_one_is_used():
    def slow() -> Iterator[int]:
        for number in range(6):
            time.sleep(0.05)
            yield number

    began = time.monotonic()
    for _ in ahead(slow()):
        time.sleep(0.05)
    assert time.monotonic() - began < 0.55


def test_nothing_is_made_before_anyone_asks():
    made: list[int] = []
    ahead(made.append(n) for n in range(3))
    time.sleep(0.02)
    assert made == []
