r"""The importer, beside \copy of the same file into a table that is typed, exists and has no index.

BENCH_ROWS=5000000 adds a size that takes long; BENCH_FOLDER says where the data lie.
"""

import os
from collections.abc import Iterator

import pytest

from tests.bench import import_cases, report
from tests.bench.ground import FEEDS, Ground
from tests.bench.import_cases import MILLION, Case, short
from tests.bench.measuring import Side, Taken, turn_by_turn

ASKED = int(os.environ.get("BENCH_ROWS") or 0)
# case -> its goal, and what fails the test: noise must not
LIMITS: dict[str, tuple[float | None, float]] = {
    "10k rows, empty table": (3.0, 12.0),
    "100k rows, empty table": (2.2, 7.0),
    "1M rows, empty table": (1.5, 4.0),
    "5M rows, empty table": (1.4, 4.0),
    "100k rows, the table is made": (None, 7.0),
    "1M rows, the table is made": (None, 4.0),
    "1M rows, all known, under another name": (1.5, 6.5),
    "1M rows, the same delivery again": (0.1, 0.4),
    "1M rows into 1M, every other one known": (2.2, 8.0),
    "10k rows into 1M, each day": (2.0, 9.0),
    "1M rows, 1 % bad, spread evenly": (2.5, 8.0),
    "1M rows, one bad": (None, 4.5),
}
TWO_AT_ONCE = (1.5, 0.9)  # times the throughput of one: goal, least
MEGABYTES = 120
CASES = import_cases.cases(ASKED)


@pytest.fixture(scope="module")
def table(bench_ground: Ground) -> Iterator[report.Table]:
    made = report.Table(
        "The importer, in times of `\\copy`", ("case", "ratio", "goal", "work", "memory")
    )
    made.about = report.machine(bench_ground.version, bench_ground.folder)
    report.TABLES.append(made)
    return made


def note(table: report.Table, row: report.Row, taken: Taken, capsys: pytest.CaptureFixture) -> None:
    goal = f"{'at least ' if row.at_least else ''}{report.number(row.goal)}" if row.goal else ""
    work = report.number(taken.work(*reversed(taken.sides)))
    table.rows.append([row.case, row.judged, goal, work, f"{row.megabytes} MB"])
    seconds = {side: [round(one.seconds, 2) for one in all_] for side, all_ in taken.sides.items()}
    with capsys.disabled():
        print(f"\n  {row.case}: {row.judged} (work {work}, {row.megabytes} MB); {seconds}", end=" ")
        print(f"load {os.getloadavg()[0]:.1f}")


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_importer_against_a_bare_copy(bench_ground, table, capsys, case: Case):
    sides = import_cases.base_side(bench_ground, case), import_cases.our_side(bench_ground, case)
    taken = turn_by_turn(sides, case.rounds, bench_ground.busy)
    goal, most = LIMITS.get(case.name, (None, 6.0))
    row = report.Row(case.name, taken.ratio("ours", "base"), goal, taken.megabytes("ours"))
    note(table, row, taken, capsys)
    assert row.result <= most
    assert taken.megabytes("ours") <= MEGABYTES


@pytest.mark.timeout(3600)
def test_two_files_at_once_against_one(bench_ground, table, capsys):
    path = bench_ground.first(MILLION)

    def side(*kinds: str) -> Side:
        def prepare() -> None:
            bench_ground.clone("empty", FEEDS)
            bench_ground.empty_folders()
            for kind in kinds:
                bench_ground.deliver(path, kind)

        jobs = [bench_ground.job(kind) for kind in kinds]
        return Side("+".join(kinds), jobs, bench_ground.ours, prepare)

    taken = turn_by_turn([side("rows"), side("rows", "others")], 3, bench_ground.busy)
    throughput = 2 / taken.ratio("rows+others", "rows")
    goal, least = TWO_AT_ONCE
    name = f"two files of {short(MILLION)} rows at once: times the throughput of one"
    megabytes = taken.megabytes("rows+others")
    note(table, report.Row(name, throughput, goal, megabytes, at_least=True), taken, capsys)
    assert throughput >= least
