"""The table is made to fit the file as its import says, and every change of it is noted."""

from collections.abc import Iterator, Mapping

from psycopg2 import sql

from systemscripts.foundation import database
from systemscripts.foundation.errors import DataError
from systemscripts.stages.load import ddl, fill, infer, shape
from systemscripts.stages.load.delivery import Delivery
from systemscripts.stages.load.fill import Counts, Filling
from systemscripts.stages.load.landing import Fields
from systemscripts.stages.load.place import Place
from systemscripts.stages.load.shape import Fit
from systemscripts.stages.load.target import DAY, HASH, LABEL
from systemscripts.tables import imagined, import_shape, target
from systemscripts.tables.import_shape import Change
from systemscripts.tables.target import There, Type


def note(connection: database.Connection, delivery: Delivery, change: Change) -> Change:
    config, arrived = delivery.config, delivery.arrived
    if delivery.planned:
        imagined.shape(connection, change, config, arrived)
    else:
        import_shape.insert(connection, change, config, arrived, delivery.run_uuid)
    return change


def fit(
    connection: database.Connection, delivery: Delivery, place: Place
) -> tuple[Fit, list[Change]]:
    """What belongs to what, once the table has all it needs; and what had to change for that."""
    wanted = delivery.wanted
    target.lock(connection, wanted.schema, wanted.table)
    there = _there(connection, delivery)
    found = shape.fit(
        wanted,
        delivery.source.header,
        there,
        delivery.config.importstrategyid,
        delivery.name,
        shape.promised(delivery.config.contract, _contract_types(connection, delivery)),
    )
    if delivery.config.typing == "infer" and found.new:
        fields = Fields(found.columns, found.headed, delivery.style)
        found = found.typed(infer.types(place, delivery.source, fields, found.new))
    ddl.apply(connection, wanted, found, delivery.merges)
    if delivery.hashes and HASH not in there:
        ddl.add_hash(connection, wanted, fill.hash_of_table(there, wanted))
    changes = [note(connection, delivery, change) for change in _changes(delivery, found)]
    return found, changes


def _there(connection: database.Connection, delivery: Delivery) -> dict[str, There]:
    return target.columns(connection, delivery.wanted.schema, delivery.wanted.table)


def _changes(delivery: Delivery, found: Fit) -> Iterator[Change]:
    if found.creates:
        yield Change("table created")
    for column in found.new:
        yield Change(
            "column added",
            column.name,
            found.headings[column.name],
            None,
            column.type.whole,
            "infer" if column.inferred else "contract" if column.promised else "text",
        )


def _contract_types(connection: database.Connection, delivery: Delivery) -> dict[str, Type]:
    listed = (delivery.config.contract or {}).get("columns", ())
    kinds = target.types_of(connection, [one.get("type") or "text" for one in listed])
    return {one["name"]: kind for one, kind in zip(listed, kinds, strict=True)}


def filling(
    connection: database.Connection,
    delivery: Delivery,
    found: Fit,
    datasetid: int,
    counts: Counts,
) -> Filling:
    """What all blocks of the file have in common."""
    there = _there(connection, delivery)
    return Filling(
        connection,
        delivery.wanted,
        Fields(found.columns, found.headed, delivery.style, found.checks),
        datasetid,
        _first_key(connection, delivery),
        _label_and_date(connection, delivery, found, there),
        delivery.hashes,
        {name: one.type.whole for name, one in there.items()},
        counts,
    )


def _first_key(connection: database.Connection, delivery: Delivery) -> int | None:
    """Keys follow the rows of the file, so that a key leads back to its row."""
    wanted = delivery.wanted
    sequence = target.key_sequence(connection, wanted.schema, wanted.table, wanted.key)
    if sequence is None:
        return None
    most = delivery.source.most_rows
    if delivery.planned:  # a sequence does not roll back, so a plan does not touch it
        return target.lowest_key(connection, wanted.identifier, wanted.key) - most
    return target.reserve_keys(connection, sequence, most)


def _label_and_date(
    connection: database.Connection, delivery: Delivery, found: Fit, there: Mapping[str, There]
) -> dict[str, sql.Composable]:
    """For tables that have columns for them."""
    given = {LABEL: delivery.label, DAY: delivery.day.isoformat()}
    taken = {column.name for column in found.used}
    filled: dict[str, sql.Composable] = {}
    for name, text in given.items():
        if name not in there or name in taken:
            continue
        kind = there[name].type.whole
        if not target.all_fit(connection, [text], kind):
            raise DataError(
                f"{delivery.name}: {text!r} does not fit into the column {name}, which is {kind}",
                hint=f"Make the column of {delivery.wanted} wider, or rename the file.",
            )
        filled[name] = sql.SQL("{}::{}").format(sql.Literal(text), sql.SQL(kind))
    return filled
