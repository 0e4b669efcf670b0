"""What the importer is measured with: a file, what stands in the table before, what comes out."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.bench import many_rows
from tests.bench.ground import FEEDS, PLAIN, Ground
from tests.bench.measuring import Side

MILLION = 1_000_000
DAILY = 10_000
Counts = tuple[int, int, int, int]  # read, loaded, duplicate, rejected
BY_HAND = r"""
create temporary table brought (like typed);
\copy brought from '{file}' with (format csv, header)
insert into typed
select * from brought as b where not exists (select from typed as t where t.id = b.id);
"""
KEYED = "alter table typed add primary key (id)"


@dataclass(frozen=True)
class Case:
    """`rows` is how many the file has; what it is compared with has as many."""

    name: str
    rows: int
    expected: Counts
    file: Callable[[Ground], Path]
    before: Callable[[Ground], str] = lambda _: "empty"  # the template
    kind: str = "rows"
    label: str = "north"
    by_hand: bool = False  # compared with the best SQL of a person, not with \copy
    settled: str = "loaded"

    @property
    def rounds(self) -> int:
        return 3 if self.rows >= MILLION else 5


def short(rows: int) -> str:
    return f"{rows // MILLION}M" if rows >= MILLION else f"{rows // 1000}k"


def full(ground: Ground, rows: int = MILLION) -> str:
    """The table holds the first so many rows."""
    return ground.template(f"full_{rows}", lambda: ground.load(ground.first(rows)))


def used(ground: Ground) -> str:
    """As full, and a daily file came the day before, so there is an index on the hashes."""

    def make() -> None:
        ground.load(ground.first(MILLION))
        ground.load(daily(ground, 1), label="yesterday")

    return ground.template("used", make)


def plain_full(ground: Ground) -> str:
    """The same rows in a table with a primary key, for SQL by hand."""

    def make() -> None:
        ground.psql_copy(ground.first(MILLION))
        ground.execute(KEYED, dbname=PLAIN)

    return ground.template("plain_full", make, PLAIN)


def daily(ground: Ground, day: int) -> Path:
    first_id = MILLION + day * DAILY
    return ground.data(f"daily_{day}", lambda: many_rows.daily(DAILY, day, first_id))


def bad(ground: Ground, rows: int, every: int) -> Path:
    given = lambda: many_rows.spoilt(many_rows.rows(rows), every)  # noqa: E731
    return ground.data(f"bad_{rows}_{every}", given)


def _first(rows: int, kind: str = "rows") -> Case:
    """A load into a table that is empty or, for kind fresh, not there."""
    name = f"{short(rows)} rows, {'the table is made' if kind == 'fresh' else 'empty table'}"
    return Case(name, rows, (rows, rows, 0, 0), lambda ground: ground.first(rows), kind=kind)


def cases(asked: int = 0) -> list[Case]:
    """All of them; `asked` adds a size."""
    sizes = [DAILY, 100_000, MILLION] + ([asked] if asked else [])
    half = MILLION // 2
    return [
        *(_first(rows) for rows in sizes),
        _first(100_000, "fresh"),
        _first(MILLION, "fresh"),
        Case(
            "1M rows, all known, under another name",
            MILLION,
            (MILLION, 0, MILLION, 0),
            lambda ground: ground.first(MILLION),
            full,
            label="south",
        ),
        Case(
            "1M rows, the same delivery again",
            MILLION,
            (MILLION, MILLION, 0, 0),  # of the first delivery
            lambda ground: ground.first(MILLION),
            full,
            settled="duplicate",
        ),
        Case(
            "1M rows into 1M, every other one known",
            MILLION,
            (MILLION, half, half, 0),
            lambda ground: ground.data("half", lambda: many_rows.half_known(MILLION)),
            full,
            label="south",
        ),
        Case(
            "10k rows into 1M, each day",
            DAILY,
            (DAILY, DAILY * 9 // 10, DAILY // 10, 0),
            lambda ground: daily(ground, 2),
            used,
            label="today",
            by_hand=True,
        ),
        Case(
            "1M rows, 1 % bad, spread evenly",
            MILLION,
            (MILLION, MILLION * 99 // 100, 0, MILLION // 100),
            lambda ground: bad(ground, MILLION, 100),
        ),
        Case(
            "1M rows, one bad",
            MILLION,
            (MILLION, MILLION - 1, 0, 1),
            lambda ground: bad(ground, MILLION, half + 1),
        ),
    ]


def our_side(ground: Ground, case: Case) -> Side:
    """The whole process, as a person starts it."""
    template, path = case.before(ground), case.file(ground)

    def prepare() -> None:
        ground.clone(template, FEEDS)
        ground.empty_folders()
        ground.deliver(path, case.kind, case.label)

    def check() -> None:
        assert ground.counts(case.label) == case.expected
        assert ground.settled() == case.settled

    return Side("ours", [ground.job(case.kind)], ground.ours, prepare, check)


def base_side(ground: Ground, case: Case) -> Side:
    r"""\copy of as many good rows into an empty table; or SQL as a person would write it."""
    if case.by_hand:
        template, path = plain_full(ground), case.file(ground)
        script = ground.folder / "data" / "by_hand.sql"
        script.write_text(BY_HAND.format(file=str(path).replace("'", "''")))
        command = [ground.psql, "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-f", script]
    else:
        template, command = "plain_empty", ground.copy(ground.first(case.rows))

    def check() -> None:
        (found,) = ground.execute("select count(*) from typed", dbname=PLAIN)
        assert found == ((MILLION + case.expected[1]) if case.by_hand else case.rows,)

    return Side("base", [command], ground.theirs, lambda: ground.clone(template, PLAIN), check)
