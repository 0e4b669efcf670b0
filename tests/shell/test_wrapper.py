"""Every job goes through one wrapper, which passes on what it was given and what the job said."""

import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from tests.shell.workshop import Workshop
from tests.support import run

WORDS = [
    "plain",
    "two words",
    "it's",
    '"quoted"',
    "$(touch made_by_argument)",
    "`touch made_by_argument`",
    "two\nlines",
    "",
    "größer €",
    "*",
    "-x",
    "--",
    "back\\slash",
    "100%",
    "a;b&c|d>e",
    "~",
    os.fsdecode(b"not \xff utf-8"),
]
SAY_WORDS = {
    "say.py": "import os, sys\nos.write(1, b'\\0'.join(map(os.fsencode, sys.argv[1:])))",
    "say.sh": 'for word in "$@"; do printf \'%s\\0\' "$word"; done | head -c -1',
}
LEAVES_A_MARK = "import os\nopen(os.environ['ETL_DATA_DIR'] + '/mark', 'w').close()\n"


def one_line_and_a_hint(said: str) -> bool:
    lines = said.splitlines()
    return len(lines) == 2 and lines[0].startswith("error: ") and lines[1].startswith("HINT: ")


@pytest.mark.parametrize("job", SAY_WORDS)
def test_arguments_stay_words(bare: Workshop, job):
    bare.add_job(job, SAY_WORDS[job])
    command = [bare.wrapper, job, *WORDS]
    done = subprocess.run(command, env=bare.env, capture_output=True, check=True)
    assert [os.fsdecode(word) for word in done.stdout.split(b"\0")] == WORDS
    assert not list(bare.home.parent.rglob("made_by_argument"))


@pytest.mark.parametrize(
    "name",
    [
        "../evil.py",
        "./../evil.py",
        "{home}/evil.py",
        "{home}/tools/mine.py",  # called like a job, but another file
        "../tools/mine.py",
        "no_such_job.py",
        "mine",
        "notes.txt",
        "_through_wrapper.py",
        "run_python_etl_script.sh",
        "mine.py\n",
        "$(touch mark).py",
        "",
    ],
)
def test_only_files_of_jobscripts_are_jobs(bare: Workshop, name):
    bare.data_dir.mkdir()
    bare.add_job("mine.py", LEAVES_A_MARK)
    bare.add_job("notes.txt", LEAVES_A_MARK)
    (bare.home / "tools").mkdir()
    for path in ("evil.py", "tools/mine.py"):
        (bare.home / path).write_text(LEAVES_A_MARK)
    done = bare.job(name.format(home=bare.home))
    assert done.returncode == 64
    assert one_line_and_a_hint(done.stderr) or "\n" in name
    assert list(bare.data_dir.iterdir()) == []


@pytest.mark.parametrize("name", ["{home}/jobscripts/mine.py", "jobscripts/mine.py", "mine.py"])
def test_a_job_may_be_named_by_its_path(bare: Workshop, name):
    bare.add_job("mine.py", "print('ran')")
    done = run([bare.wrapper, name.format(home=bare.home)], bare.env, cwd=bare.home)
    assert (done.returncode, done.stdout) == (0, "ran\n")


def test_no_job_named_is_wrong_usage(bare: Workshop):
    done = run([bare.wrapper], bare.env)
    assert done.returncode == 64
    assert one_line_and_a_hint(done.stderr)


@pytest.mark.parametrize(
    "setting, value, complaint",
    [
        ("ETL_PYTHON", "/no/such/python", "no Python environment: /no/such/python"),
        ("ETL_DATA_DIR", "var", "ETL_DATA_DIR is not an absolute path: var"),
        ("ETL_DATA_DIR", "/dev/null/var", "/dev/null/var"),
        ("ETL_DATABASE_URL", "nonsense", "cannot be read"),
        ("ETL_SMPT_URL", "file:", "unknown setting ETL_SMPT_URL"),
    ],
)
def test_a_setting_that_cannot_work_is_an_error_with_a_hint(
    bare: Workshop, setting, value, complaint
):
    done = bare.job("update_cron_jobs.py", "--preview", **{setting: value})
    assert done.returncode == 78
    error, hint, *more = done.stderr.splitlines()
    assert error.startswith("error: ")
    assert complaint in error
    assert hint.startswith("HINT: ")
    assert [line for line in more if not line.startswith("warning: ")] == []


@pytest.mark.parametrize("code", [0, 1, 3, 64, 65, 69, 75, 78, 255])
@pytest.mark.parametrize("job, text", [("x.py", "raise SystemExit({})"), ("x.sh", "exit {}")])
def test_the_exit_code_is_the_jobs(bare: Workshop, job, text, code):
    bare.add_job(job, text.format(code))
    assert bare.job(job).returncode == code


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL, signal.SIGSEGV])
@pytest.mark.parametrize(
    "job, text", [("x.py", "import os\nos.kill(os.getpid(), {})"), ("x.sh", "kill -{} $$")]
)
def test_a_job_that_a_signal_ends_gives_128_and_its_number(bare: Workshop, job, text, number):
    bare.add_job(job, text.format(int(number)))
    assert bare.job(job).returncode == 128 + number


def test_a_defect_is_one_line_and_its_traceback_stands_in_the_log(bare: Workshop):
    bare.add_job("broken.py", "print('begun')\nprint(1 / 0)")
    done = bare.job("broken.py")
    assert (done.returncode, done.stdout) == (1, "begun\n")
    assert "ZeroDivisionError: division by zero" in done.stderr
    assert one_line_and_a_hint(done.stderr)
    assert "Traceback" in bare.log_of("broken.py")


def test_a_pipe_in_a_shell_job_breaks_as_in_a_shell(bare: Workshop):
    bare.add_job("pipe.sh", 'yes | head -n 1; echo "${PIPESTATUS[0]}"')
    assert bare.job("pipe.sh").stdout == f"y\n{128 + signal.SIGPIPE}\n"


def test_a_job_reads_what_is_piped_into_the_wrapper(bare: Workshop):
    bare.add_job("count.py", "import sys\nprint(len(sys.stdin.read()))")
    command = [bare.wrapper, "count.py"]
    done = subprocess.run(command, env=bare.env, input=b"12345", capture_output=True, check=True)
    assert done.stdout == b"5\n"


@pytest.mark.parametrize("way", ["absolute", "relative", "above it", "beside it", "PATH", "bash"])
def test_it_works_from_anywhere(bare: Workshop, tmp_path, way):
    bare.add_job("where.py", "import os\nprint(os.getcwd(), os.environ['ETL_HOME'])")
    elsewhere = tmp_path / "else where"
    elsewhere.mkdir()
    name = bare.wrapper.name
    folder = bare.wrapper.parent
    env = {**bare.env, "CDPATH": str(bare.home)}
    command, cwd = {
        "absolute": ([bare.wrapper], elsewhere),
        "relative": ([f"../checkout/jobscripts/{name}"], elsewhere),
        "above it": ([f"jobscripts/{name}"], bare.home),
        "beside it": ([f"./{name}"], folder),
        "PATH": ([name], elsewhere),
        "bash": (["bash", name], folder),
    }[way]
    done = run([*command, "where.py"], {**env, "PATH": f"{folder}:{env['PATH']}"}, cwd=cwd)
    assert done.stdout == f"{cwd} {bare.home}\n"


def test_folders_may_have_spaces_and_quotes(bare: Workshop, tmp_path):
    odd = tmp_path / 'it\'s "my" $HOME, 100% odd'
    shutil.copytree(bare.home, odd / "check out")
    strange = Workshop(odd / "da ta", "", "", home=odd / "check out")
    strange.add_job("where.py", "import os\nprint(os.environ['ETL_DATA_DIR'])")
    assert strange.job("where.py").stdout == f"{odd}/da ta\n"
    assert sorted(p.name for p in strange.data_dir.iterdir()) == ["locks", "logs"]


def bare_python() -> str:
    """A Python that knows nothing of the project's environment."""
    return next(p for p in ("/usr/bin/python3", shutil.which("python3")) if p and Path(p).exists())


@pytest.mark.parametrize("way", ["python3 jobscripts/direct.py", "jobscripts/direct.py", "a link"])
def test_a_job_that_is_started_directly_goes_through_the_wrapper(bare: Workshop, tmp_path, way):
    text = "import os, sys\nprint(sys.executable, 'ETL_RUN_UUID' in os.environ, *sys.argv[1:])"
    job = bare.add_job("direct.py", text)
    job.write_text("#!/usr/bin/env python3\n" + job.read_text())
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python3").symlink_to(bare_python())
    (tmp_path / "link.py").symlink_to(job)
    command = [str(tmp_path / "link.py")] if way == "a link" else way.split()
    env = {**bare.env, "PATH": f"{tmp_path}/bin:/usr/bin:/bin"}
    done = run([*command, "a b"], env, cwd=bare.home)
    assert done.stdout == f"{bare.env['ETL_PYTHON']} True a b\n"


def test_a_job_may_have_worker_processes(bare: Workshop):
    bare.add_job(
        "workers.py",
        """
        import multiprocessing

        def work(number):
            return number * number

        if __name__ == "__main__":
            with multiprocessing.get_context("spawn").Pool(2) as pool:
                print(pool.map(work, range(4)))
        """,
    )
    assert bare.job("workers.py").stdout == "[0, 1, 4, 9]\n"


@pytest.mark.parametrize("job", ["run_import_job.py", "weekly_cleanup_logs.sh"])
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_is_neither_locked_nor_recorded(workshop: Workshop, job, option):
    done = workshop.job(job, option)
    assert done.returncode == 0
    assert "usage" in done.stdout.lower()
    assert workshop.rows("select * from dba.tjobrun") == []
    assert not (workshop.data_dir / "locks").exists()
