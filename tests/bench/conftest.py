from pathlib import Path

import pytest


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    """Benchmarks are tests too, but only `tests/run.sh --bench` asks for this folder."""
    if file_path.match("bench_*.py"):
        return pytest.Module.from_parent(parent, path=file_path)
    return None
