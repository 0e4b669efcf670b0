"""The rows of one file into its table: shape, blocks, counts; all in the caller's transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from systemscripts.foundation import database
from systemscripts.stages.load import bad_rows, blocks, ddl, dedupe, fill, fitting, merge, widening
from systemscripts.stages.load.bad_rows import Problem
from systemscripts.stages.load.blocks import Ground
from systemscripts.stages.load.delivery import Delivery
from systemscripts.stages.load.fill import Counts, Filling
from systemscripts.stages.load.landing import Bad, Landed
from systemscripts.stages.validate import content
from systemscripts.tables import dataset, import_problem, target
from systemscripts.tables.import_shape import Change

EXAMPLES = 10
INDEX_FROM = 20_000  # rows that a table must have before its hashes are worth an index


@dataclass
class Outcome:
    """What a load did, or with --plan would do."""

    datasetid: int
    counts: Counts = field(default_factory=Counts)
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)  # the first few
    superseded: list[int] = field(default_factory=list)
    first_key: int | None = None


@contextmanager
def landing_beside(delivery: Delivery) -> Iterator[Ground]:
    """For a big file a second connection, which lands blocks while the first one inserts."""
    if blocks.is_small(delivery.source):
        yield Ground()
        return
    with database.journal() as connection:
        place = blocks.beside(connection, delivery.config.config_id, delivery.date_style)
        try:
            yield Ground(beside=place)
        finally:
            if not connection.closed:
                blocks.clear(connection)


class Load:
    """One load, while it is under way."""

    def __init__(
        self, connection: database.Connection, delivery: Delivery, ground: Ground, planned: bool
    ) -> None:
        self.connection = connection
        self.delivery = delivery
        self.planned = planned
        self.ground = ground.within(blocks.inside(connection, delivery.date_style))
        config, label, day = delivery.config, delivery.label, delivery.day
        self.outcome = Outcome(dataset.create(connection, config, label, day, delivery.run_uuid))
        self.outcome.superseded = dataset.rivals(connection, config, label, day)

    @property
    def counts(self) -> Counts:
        return self.outcome.counts

    def run(self) -> Outcome:
        """Every row counted; a column that must become wider begins the load anew."""
        source = self.delivery.source
        if content.says_nothing(source):
            return self.outcome
        if not content.has_rows(source):
            self.counts.records = content.count_blank(source)
            return self.outcome
        while True:
            try:
                with database.savepoint(self.connection):
                    self._rows()
                return self.outcome
            except widening.Wider as wider:
                self._widen(wider)

    def _widen(self, wider: widening.Wider) -> None:
        delivery = self.delivery
        ddl.widen(self.connection, delivery.wanted, wider.types, delivery.merges)
        if delivery.hashes:
            dedupe.hash_again(self.connection, delivery.wanted)
        for name, (old, new) in wider.changed.items():
            change = Change("column widened", name, None, old, new)
            self.outcome.changes.append(fitting.note(self.connection, delivery, change))
        self.outcome.counts, self.outcome.problems = Counts(), []

    def _rows(self) -> None:
        delivery = self.delivery
        fit, changes = fitting.fit(self.connection, delivery, self.ground.place)
        filling = fitting.filling(
            self.connection, delivery, fit, self.outcome.datasetid, self.counts, self.planned
        )
        self.outcome.first_key = filling.first_key
        if delivery.merges:
            merge.begin(filling, delivery.keys, delivery.name)
        compares = delivery.hashes and not fit.creates and self._can_compare()
        at_once = self.ground.beside and not fit.creates and self._check_each_row(False)
        for landed in blocks.landed(self.ground, delivery.source, filling.fields):
            self._take(filling, landed, compares)
        if at_once:
            self._check_each_row(True)
        if delivery.merges:
            self._merge(filling)
        if fit.creates:
            ddl.finish_new_table(self.connection, delivery.wanted)
        if delivery.hashes:
            self._tell_repeated(filling)
        self.outcome.changes += changes
        counts, problems = self.counts, self.outcome.problems
        delivery.limits.check_whole(delivery.name, counts.records, counts.rejected, problems)

    def _check_each_row(self, each: bool) -> bool:
        """All rows of a big file name the dataset that this transaction made."""
        wanted = self.delivery.wanted
        return target.check_each_row(self.connection, wanted.schema, wanted.table, each)

    def _can_compare(self) -> bool:
        """Whether rows are there; a table in which few of many are looked up gets an index."""
        wanted = self.delivery.wanted
        target.lock(self.connection, wanted.schema, wanted.table)
        there = target.rows_about(self.connection, wanted.schema, wanted.table)
        if there > INDEX_FROM and self.delivery.source.most_rows() * 4 < there:
            dedupe.have_index(self.connection, wanted)
        return there > 0

    def _take(self, filling: Filling, landed: Landed, compares: bool) -> None:
        """One block: its bad rows aside, its known rows remembered, the others inserted."""
        self._reject(filling, landed)
        try:
            with database.savepoint(self.connection):
                inserted, known = self._move(filling, landed, compares)
        except database.ValueRefused:
            if not landed.typed:
                raise
            landed = blocks.again(self.ground, landed, self.delivery.source, filling.fields)
            self._reject(filling, landed)
            inserted, known = self._move(filling, landed, compares)
        self.counts.records += landed.records
        self.counts.loaded += inserted
        self.counts.duplicate += known

    def _move(self, filling: Filling, landed: Landed, compares: bool) -> tuple[int, int]:
        if self.delivery.merges:
            merge.gather(filling, landed)
            return 0, 0
        known = dedupe.find(filling, landed, self.outcome.superseded) if compares else 0
        return fill.insert(filling, landed, dedupe.apart(filling) if known else None), known

    def _reject(self, filling: Filling, landed: Landed) -> None:
        if not landed.bad:
            return
        if self.delivery.config.bad_rows == "widen":
            widening.raise_for(self.connection, filling, landed.bad)
        self._keep_aside(bad_rows.problems(landed, landed.bad, self.delivery.source))

    def _keep_aside(self, found: list[Problem]) -> None:
        """Kept with their reason if the import may, else the file is refused."""
        delivery, shown = self.delivery, self.outcome.problems
        self.counts.rejected += len(found)
        shown += found[: EXAMPLES - len(shown)]
        delivery.limits.check_bad(delivery.name, self.counts.rejected, shown)
        import_problem.insert(
            self.connection,
            found,
            delivery.arrived,
            delivery.config.config_id,
            self.outcome.datasetid,
            delivery.run_uuid,
        )

    def _merge(self, filling: Filling) -> None:
        bad: list[Bad]
        bad, repeated = merge.unusable(filling, self.delivery.keys)
        if bad:
            self._keep_aside(bad_rows.of_file(self.delivery.source, bad))
        self.counts.loaded, unchanged = merge.finish(filling, self.delivery.keys)
        self.counts.duplicate = repeated + unchanged

    def _tell_repeated(self, filling: Filling) -> None:
        repeated = dedupe.within_file(filling)
        self.counts.duplicate += repeated
        self.counts.loaded -= repeated
        dedupe.hand_over(self.connection, self.delivery.wanted, self.outcome.superseded)


def load(
    connection: database.Connection, delivery: Delivery, ground: Ground, planned: bool = False
) -> Outcome:
    """Load the rows and bring the dataset into force."""
    dataset.ensure_words(connection, delivery.config)
    outcome = Load(connection, delivery, ground, planned).run()
    dataset.finish(connection, outcome.datasetid, outcome.counts, outcome.first_key)
    return outcome
