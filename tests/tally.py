"""Count what linters and legs left in a folder; the last line is the sum, the exit code follows it.

Usage: tally.py FOLDER (with a file `lines` and one JUnit file for each leg)
"""

import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

OUTCOMES = {"failure": "failed", "error": "failed", "skipped": "skipped"}
Result = tuple[str, str]  # outcome, what and why


def of_lines(path: Path) -> Iterator[Result]:
    for line in path.read_text(encoding="utf-8").splitlines():
        outcome, _, what = line.partition(" ")
        yield outcome, what


def of_leg(path: Path) -> Iterator[Result]:
    """A case that fails and then errs while it tidies up is one failed test."""
    leg = path.stem.partition(" ")[2]
    cases: dict[str, Result] = {}
    for case in ElementTree.parse(path).iter("testcase"):
        name = f"{case.get('classname')}::{case.get('name')}"
        child = next((c for c in case if c.tag in OUTCOMES), None)
        outcome = OUTCOMES[child.tag] if child is not None else "passed"
        why = (child.get("message") or "").split("\n")[0] if child is not None else ""
        if outcome != "passed" or name not in cases:
            cases[name] = outcome, f"{name} ({leg}): {why}"
    yield from cases.values()


def main(folder: Path, nothing_may_be_skipped: bool) -> int:
    results = [*of_lines(folder / "lines")]
    for leg in sorted(folder.glob("*.xml")):
        results += of_leg(leg)
    for outcome, what in results:
        if outcome != "passed":
            print(f"{outcome}: {what}")
    count = Counter(outcome for outcome, _ in results)
    if nothing_may_be_skipped and count["skipped"]:
        print("CI=true: nothing may be skipped")
    print(f"{count['passed']} passed, {count['failed']} failed, {count['skipped']} skipped")
    return int(bool(count["failed"] or (nothing_may_be_skipped and count["skipped"])))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), os.environ.get("CI") == "true"))
