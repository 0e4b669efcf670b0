"""Let an iterator run ahead of who uses it, in a thread."""

import threading
from collections.abc import Iterable, Iterator
from queue import Empty, Queue
from typing import TypeVar

Thing = TypeVar("Thing")
DEPTH = 2


def ahead(things: Iterable[Thing], depth: int = DEPTH) -> Iterator[Thing]:
    """The same things in the same order; up to `depth` of them are made before they are asked for.

    An error of the maker is raised where it would have been; when the user stops, the maker does.
    """
    queue: Queue[tuple[Thing | None, BaseException | None]] = Queue(depth)
    stopped = threading.Event()

    def make() -> None:
        try:
            for thing in things:
                queue.put((thing, None))
                if stopped.is_set():
                    return
            queue.put((None, StopIteration()))
        except BaseException as error:  # noqa: BLE001
            queue.put((None, error))

    maker = threading.Thread(target=make, name="ahead", daemon=True)
    maker.start()
    try:
        while True:
            thing, error = queue.get()
            if isinstance(error, StopIteration):
                return
            if error is not None:
                raise error
            yield thing  # type: ignore[misc]
    finally:
        stopped.set()
        while maker.is_alive():
            try:
                queue.get(timeout=0.05)
            except Empty:
                continue
