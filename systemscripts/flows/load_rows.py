"""The rows of one file into its table: shape, blocks, counts; all in the caller's transaction."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from systemscripts.foundation import database
from systemscripts.stages.load import (
    bad_rows,
    blocks,
    comparison,
    ddl,
    dedupe,
    fitting,
    merge,
    ready,
    widening,
)
from systemscripts.stages.load.bad_rows import Problem
from systemscripts.stages.load.blocks import Ground
from systemscripts.stages.load.comparison import Comparison
from systemscripts.stages.load.delivery import Delivery
from systemscripts.stages.load.fill import Counts, Filling
from systemscripts.stages.load.landing import Bad, Landed
from systemscripts.stages.load.ready import Ready
from systemscripts.stages.validate import content
from systemscripts.tables import dataset, imagined, import_problem, target
from systemscripts.tables.import_shape import Change

EXAMPLES = 10
MANY = 1000  # rows that are better checked at once


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
    """For a big file two more connections, which make rows ready while the first takes them."""
    if blocks.is_small(delivery.source) or delivery.merges:
        yield Ground()
        return
    with ExitStack() as opened:
        connections = [opened.enter_context(database.journal()) for _ in range(blocks.LANDERS)]
        config_id, style = delivery.config.config_id, delivery.date_style
        places = [blocks.beside(one, config_id, style) for one in connections]
        try:
            yield Ground(beside=places)
        finally:
            for connection in connections:
                if not connection.closed:
                    blocks.clear(connection)


class Load:
    """One load, while it is under way."""

    def __init__(self, connection: database.Connection, delivery: Delivery, ground: Ground) -> None:
        self.connection = connection
        self.delivery = delivery
        self.ground = ground.within(blocks.inside(connection, delivery.date_style))
        config, label, day = delivery.config, delivery.label, delivery.day
        if delivery.planned:
            datasetid = imagined.dataset(connection, config, label, day)
        else:
            datasetid = dataset.create(connection, config, label, day, delivery.run_uuid)
        self.outcome = Outcome(datasetid)
        self.outcome.superseded = dataset.rivals(connection, config, label, day)

    @property
    def counts(self) -> Counts:
        return self.outcome.counts

    def run(self) -> Outcome:
        """Every row counted; a column that must become wider begins the load anew."""
        source = self.delivery.source
        nothing = content.says_nothing(source)
        if nothing or not content.has_rows(source):
            self.counts.records = 0 if nothing else content.count_blank(source)
            self._check_whole()
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
        for place in self.ground.beside:  # the blocks will land there once more
            blocks.clear(place.connection)
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
            self.connection, delivery, fit, self.outcome.datasetid, self.counts
        )
        self.outcome.first_key = filling.first_key
        if delivery.merges:
            merge.begin(filling, delivery.keys, delivery.name)
        compared = Comparison()
        if delivery.hashes and not fit.creates:
            compared = comparison.prepare(self.connection, delivery, self.outcome.superseded)
        at_once = delivery.source.most_rows > MANY and self._check_each_row(False)
        keyless = fit.creates or (
            bool(self.ground.beside) and ddl.shed_key(self.connection, delivery.wanted)
        )
        move = self._beside if self.ground.beside else self._inside
        different = move(filling, compared)
        if delivery.merges:
            self._merge(filling)
        if keyless:
            ddl.add_key(self.connection, delivery.wanted)
        if at_once:
            self._check_each_row(True)
        if delivery.hashes:
            self._tell_repeated(filling, different)
        self.outcome.changes += changes
        self._check_whole()

    def _check_whole(self) -> None:
        counts, delivery = self.counts, self.delivery
        said = counts.records - counts.blank  # a sheet may end with thousands of empty rows
        problems = self.outcome.problems
        delivery.limits.check_whole(delivery.name, said, counts.rejected, problems)

    def _beside(self, filling: Filling, compared: Comparison) -> bool:
        """Rows are made ready by others; whether they are known to be all different."""
        landings = blocks.Landings(self.ground.beside, self.delivery.source, filling)
        for group in compared.groups(self._fitting(filling, landings)):
            compared.take(filling, group)
        return landings.all_different

    def _fitting(self, filling: Filling, found: Iterable[Ready]) -> Iterator[Ready]:
        for one in found:
            self._reject(filling, one.landed)
            yield one

    def _inside(self, filling: Filling, compared: Comparison) -> bool:
        """One block after the other, in this transaction."""
        place, source = self.ground.own, self.delivery.source
        for what in blocks.prepared(source, filling):
            if self.delivery.merges:
                landed = ready.land(place, what, filling, source)
                self._reject(filling, landed)
                merge.gather(self.connection, filling, landed)
                self.counts.records += landed.records
            else:
                one = ready.ready(place, what, filling, source)
                self._reject(filling, one.landed)
                compared.take(filling, [one])
        return False

    def _check_each_row(self, each: bool) -> bool:
        """All rows of a big file name the dataset that this transaction made."""
        wanted = self.delivery.wanted
        return target.check_each_row(self.connection, wanted.schema, wanted.table, each)

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
        if delivery.planned:
            return
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

    def _tell_repeated(self, filling: Filling, different: bool) -> None:
        repeated = 0 if different else dedupe.within_file(filling)
        self.counts.duplicate += repeated
        self.counts.loaded -= repeated
        delivery, leaving = self.delivery, self.outcome.superseded
        dedupe.hand_over(self.connection, delivery.wanted, leaving, delivery.planned)


def load(connection: database.Connection, delivery: Delivery, ground: Ground) -> Outcome:
    """Load the rows and bring the dataset into force."""
    if delivery.planned:
        imagined.words(connection, delivery.config)
    else:
        dataset.ensure_words(connection, delivery.config)
    outcome = Load(connection, delivery, ground).run()
    dataset.finish(connection, outcome.datasetid, outcome.counts, outcome.first_key)
    return outcome
