"""dba.tarrival: every file that came in, and what became of it."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from systemscripts.foundation import database, queries

QUERIES = queries.beside(__file__)


def _text(path: Path | str) -> str:
    """Bytes of a name that are no text are written out."""
    return str(path).encode("utf-8", "backslashreplace").decode()


@dataclass(frozen=True)
class Arrival:
    arrival_id: int
    file_name: str
    directory: str
    sha256: str
    state: str
    message: str | None


@dataclass(frozen=True)
class Fate:
    """What a file became: loaded, empty, duplicate or refused."""

    state: str
    config_id: int
    label: str | None = None
    dataset_date: date | None = None
    datasetid: int | None = None
    message: str | None = None


def record(
    connection: database.Connection,
    path: Path,
    size: int,
    sha256: str,
    run_uuid: str,
    origin: str | None = None,
) -> Arrival:
    row = database.fetch_one(
        connection,
        QUERIES.record,
        file_name=_text(path.name),
        directory=_text(path.parent),
        size_bytes=size,
        sha256=sha256,
        origin=origin,
        run_uuid=run_uuid or None,
    )
    return Arrival(**row._asdict())


def waiting(connection: database.Connection, path: Path, sha256: str) -> Arrival | None:
    row = database.fetch_one(
        connection,
        QUERIES.waiting,
        file_name=_text(path.name),
        directory=_text(path.parent),
        sha256=sha256,
    )
    return Arrival(**row._asdict()) if row else None


def same_content(
    connection: database.Connection, config_id: int, label: str, day: date, sha256: str
) -> int | None:
    """The dataset that holds this content for this label and date already."""
    row = database.fetch_one(
        connection,
        QUERIES.same_content,
        config_id=config_id,
        label=label,
        dataset_date=day,
        sha256=sha256,
    )
    return int(row.datasetid) if row else None


def settle(connection: database.Connection, arrival: Arrival, fate: Fate, run_uuid: str) -> None:
    database.execute(
        connection,
        QUERIES.settle,
        arrival_id=arrival.arrival_id,
        run_uuid=run_uuid or None,
        **vars(fate),
    )


def stored(connection: database.Connection, arrival: Arrival, path: Path) -> None:
    stored_as = _text(path)
    database.execute(connection, QUERIES.stored, arrival_id=arrival.arrival_id, stored_as=stored_as)


def unplaced(connection: database.Connection, config_id: int) -> list[Arrival]:
    """Files of an import whose fate is decided, without the place where they lie."""
    rows = database.fetch_all(connection, QUERIES.unplaced, config_id=config_id)
    return [Arrival(**row._asdict()) for row in rows]


def places(connection: database.Connection, arrival: Arrival) -> set[str]:
    """Where other files of this name and content lie."""
    rows = database.fetch_all(
        connection, QUERIES.places, file_name=arrival.file_name, sha256=arrival.sha256
    )
    return {row.stored_as for row in rows}


def claim(connection: database.Connection, path: Path) -> bool:
    """Whether the file is ours now: nobody else takes it while this connection is open."""
    row = database.fetch_one(connection, QUERIES.claim, path=_text(path))
    return bool(row.claimed)


def release(connection: database.Connection, path: Path) -> None:
    database.execute(connection, QUERIES.release, path=_text(path))


def wait_for(connection: database.Connection, path: Path) -> None:
    """Returns when whoever has claimed the file is done with it."""
    database.execute(connection, QUERIES.wait_for, path=_text(path))


def state(connection: database.Connection, arrival: Arrival) -> str:
    """As it is now, maybe changed by a load that was still ending."""
    row = database.fetch_one(connection, QUERIES.state, arrival_id=arrival.arrival_id)
    return str(row.state)
