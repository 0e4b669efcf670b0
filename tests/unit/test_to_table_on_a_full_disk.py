"""Where a converted file has no room, the file is not to blame: it is tried again later."""

import gzip

from tests.unit.small_disk import needs_small_disk, run_on_small_disk

WORDS = """
from systemscripts.stages.convert.to_table import to_table
from systemscripts.tables.import_config import Reading
for name in ("rows.csv", "rows.csv.gz"):
    told(lambda: to_table(Path(name), Path("disk"), Reading(footer="1")))
"""


@needs_small_disk
def test_a_full_disk_is_no_fault_of_the_file(tmp_path):
    content = b"a,b\n" + b"1,2\n" * 100_000
    (tmp_path / "rows.csv").write_bytes(content)
    (tmp_path / "rows.csv.gz").write_bytes(gzip.compress(content))
    assert run_on_small_disk(WORDS, tmp_path, tmp_path / "disk", "100k") == [
        "TransientError: disk: no space left | Free some disk space, then again.",
        "TransientError: rows.csv.gz: no space for what is packed in it"
        " | Free some disk space, then again.",
    ]
