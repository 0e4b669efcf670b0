r"""Other loaders beside \copy, for the same file; tests/bench/install_peers.sh installs them.

None of them keeps bad rows aside, recognises known rows, or records what it did.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench import import_cases, many_rows, report
from tests.bench.ground import PLAIN, Ground
from tests.bench.import_cases import MILLION, Case, short
from tests.bench.measuring import Failed, Side, Taken, turn_by_turn
from tests.support import HOME

PYTHON = HOME / ".venvs" / "bench-peers" / "bin" / "python"
FOLDER = Path(__file__).with_name("peers")
BEARABLE = 100_000
TABLE = "peer"
# program -> the most rows that it is measured with
PEERS = {
    "duckdb_postgres": MILLION,
    "polars_adbc": MILLION,
    "pyarrow_adbc": MILLION,
    "dlt_arrow": MILLION,
    "pandas_copy": MILLION,
    "pandas_to_sql": BEARABLE,
    "petl_todb": BEARABLE,
    "row_by_row": BEARABLE,
    "pgloader": BEARABLE,
    "dlt_filesystem": BEARABLE,
    "csvkit_csvsql": BEARABLE,
}
SAME = {"character varying": "text", "varchar": "text"}


@pytest.fixture(scope="module")
def table(bench_ground: Ground) -> Iterator[report.Table]:
    headings = ("loader", "rows", "ratio", "work", "memory", "exact columns of 10")
    made = report.Table("Loaders, in times of `\\copy`", headings)
    made.about = report.machine(bench_ground.version, bench_ground.folder)
    report.TABLES.append(made)
    yield made
    made.rows.sort(key=lambda row: (many(row[1]), float(row[2])))


def many(text: str) -> int:
    return int(text[:-1]) * (MILLION if text.endswith("M") else 1000)


def exact(ground: Ground) -> int:
    """Columns that have the right type, and every value of the file."""
    pairs = zip(many_rows.HEADER, many_rows.TYPES, strict=True)
    return sum(_is_exact(ground, name, kind) for name, kind in pairs)


def _is_exact(ground: Ground, name: str, kind: str) -> bool:
    found = ground.execute(
        "select format_type(atttypid, -1) from pg_attribute"
        f" where attrelid = 'public.{TABLE}'::regclass and attname = '{name}'",
        dbname=PLAIN,
    )
    wanted = kind.partition("(")[0]
    if not found or SAME.get(found[0][0], found[0][0]) not in (wanted, wider(wanted)):
        return False
    (different,) = ground.execute(
        f"select count(*) from typed as t full join {TABLE} as p on p.id::text = t.id::text"
        f" where t.id is null or p.id is null or p.{name} is distinct from t.{name}",
        dbname=PLAIN,
    )
    return bool(different[0] == 0)


def wider(kind: str) -> str:
    """A type that holds the same values and more."""
    return {"integer": "bigint"}.get(kind, kind)


def note(table: report.Table, name: str, rows: int, taken: Taken, columns: int) -> str:
    ratio, work = (report.number(of(name, "base")) for of in (taken.ratio, taken.work))
    row = [name, short(rows), ratio, work, f"{taken.megabytes(name)} MB", str(columns)]
    table.rows.append(row)
    return ", ".join(row)


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("rows", [BEARABLE, MILLION], ids=short)
@pytest.mark.parametrize("peer", PEERS)
def test_a_peer_against_a_bare_copy(bench_ground, table, capsys, peer: str, rows: int):
    if not os.environ.get("BENCH_PEERS") or not PYTHON.exists():
        pytest.skip("only on request: tests/bench/install_peers.sh, then BENCH_PEERS=1")
    if rows > PEERS[peer]:
        pytest.skip(f"{peer} takes too long with so many rows")
    path = bench_ground.first(rows)
    plain = import_cases.base_side(bench_ground, _only(rows))
    command = [PYTHON, FOLDER / f"{peer}.py", path, TABLE]
    side = Side(peer, [command], bench_ground.theirs, plain.prepare)
    try:
        taken = turn_by_turn([plain, side], 3, bench_ground.busy)
    except Failed as error:
        pytest.skip(f"{peer}: {str(error).strip().splitlines()[-1]}")
    bench_ground.psql_copy(path)
    with capsys.disabled():
        print(f"\n  {note(table, peer, rows, taken, exact(bench_ground))}", end=" ")


def _only(rows: int) -> Case:
    return Case(short(rows), rows, (rows, rows, 0, 0), lambda ground: ground.first(rows))
