"""The last line of a test run counts what happened, and the exit code follows it."""

import pytest

from tests import tally
from tests.house import tree

LEG = """<testsuites><testsuite>
<testcase classname="tests.unit.test_a" name="test_good"/>
<testcase classname="tests.unit.test_a" name="test_bad"><failure message="1 == 2"/></testcase>
<testcase classname="tests.unit.test_a" name="test_bad"><error message="teardown"/></testcase>
<testcase classname="tests.unit.test_a" name="test_left"><skipped message="no server"/></testcase>
</testsuite></testsuites>"""


def test_linters_and_legs_are_counted_together(tmp_path, capsys):
    lines = "passed linter mypy\nfailed linter ruff\nskipped the leg with another PostgreSQL\n"
    tree.plant(tmp_path, {"lines": lines, "1 python 3.11.xml": LEG, "2 python 3.12.xml": LEG})
    assert tally.main(tmp_path, nothing_may_be_skipped=False) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[-1] == "3 passed, 3 failed, 3 skipped"
    assert "skipped: tests.unit.test_a::test_left (python 3.11): no server" in said


@pytest.mark.parametrize("strict, code", [(False, 0), (True, 1)])
def test_a_skip_fails_only_where_nothing_may_be_skipped(tmp_path, capsys, strict, code):
    tree.plant(tmp_path, {"lines": "passed linter mypy\nskipped cron\n"})
    assert tally.main(tmp_path, nothing_may_be_skipped=strict) == code
    assert capsys.readouterr().out.endswith("\n1 passed, 0 failed, 1 skipped\n")
