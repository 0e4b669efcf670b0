"""pgloader with a command file; it is a program of its own."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import common

program = shutil.which("pgloader")
if not program:
    sys.exit("pgloader is not installed")
names = ", ".join(f"{name} [null if blanks]" for name in common.COLUMNS)
COMMAND = f"""
LOAD CSV FROM '{common.FILE}' WITH ENCODING UTF-8 ({names})
INTO {common.url()}?tablename=public.{common.TABLE} ({", ".join(common.COLUMNS)})
WITH skip header = 1, fields optionally enclosed by '"', fields escaped by double-quote,
     fields terminated by ','
SET datestyle to 'ISO, DMY'
BEFORE LOAD DO $$ {common.CREATE} $$;
"""
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "bench.load"
    path.write_text(COMMAND)
    subprocess.run([program, "--quiet", str(path)], check=True)
