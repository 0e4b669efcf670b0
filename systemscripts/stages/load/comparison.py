"""How the rows of a file are compared with those of the table, and taken if they are new."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from systemscripts.foundation import database
from systemscripts.stages.load import dedupe, ready
from systemscripts.stages.load.delivery import Delivery
from systemscripts.stages.load.fill import Filling
from systemscripts.stages.load.ready import Ready
from systemscripts.tables import dataset, target

INDEX_FROM = 20_000  # rows that a table must have before its hashes are worth an index
WHOLE_TABLE = 50  # to look one row up costs as much as to read so many rows


@dataclass
class Comparison:
    """With the rows of which datasets; by the index of their hashes, or reading the whole table."""

    stays: list[int] = field(default_factory=list)  # none: there is nothing to compare with
    by_index: bool = False
    together: int = 0  # so many rows are compared at once

    def groups(self, blocks: Iterable[Ready]) -> Iterator[list[Ready]]:
        """Blocks one by one, or as many at once as a look at the whole table is worth."""
        group: list[Ready] = []
        for one in blocks:
            group.append(one)
            if sum(each.rows for each in group) >= self.together:
                yield group
                group = []
        if group:
            yield group

    def take(self, filling: Filling, group: list[Ready]) -> None:
        """Some blocks: their known rows remembered, the others inserted."""
        ours = sum(one.rows for one in group)
        known = dedupe.find(filling, group, self.stays, self.by_index) if self.stays else 0
        if known < ours:
            filling.counts.loaded += sum(ready.take(filling, one, known > 0) for one in group)
        filling.counts.records += sum(one.landed.records for one in group)
        filling.counts.duplicate += known


def prepare(
    connection: database.Connection, delivery: Delivery, superseded: list[int]
) -> Comparison:
    """Which rows of the table count, and how they are found; the table is locked already."""
    wanted = delivery.wanted
    stays = dataset.in_force(connection, str(wanted), superseded)
    there = target.rows_about(connection, wanted.schema, wanted.table)
    if not stays or not there:
        return Comparison()
    if delivery.source.most_rows * WHOLE_TABLE >= there or there < INDEX_FROM:
        return Comparison(stays, together=there)
    dedupe.have_index(connection, wanted)
    return Comparison(stays, by_index=True)
