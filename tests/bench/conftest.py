from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench import ground, new_ground, report


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    """Benchmarks are tests too, but only `tests/run.sh --bench` asks for this folder."""
    named = parent.session.isinitpath(file_path)  # then pytest collects it by itself
    if file_path.match("bench_*.py") and not named:
        return pytest.Module.from_parent(parent, path=file_path)
    return None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tables to copy from the terminal."""
    for table in report.TABLES:
        if table.rows:
            terminalreporter.write_line("")
            for line in table.lines():
                terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def bench_ground() -> Iterator[ground.Ground]:
    with new_ground.made() as made:
        yield made
