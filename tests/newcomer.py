"""A newcomer: a fresh copy of the project, an empty home, nothing else around it."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.support import HOME

NOBODY = 65534
SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
INSTALLER_SETTINGS = ("PIP_", "SSL_CERT", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http")


def project_files() -> list[str]:
    """What a clone would hold, and what is about to be committed."""
    said = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-coz", "--exclude-standard"],
        cwd=HOME,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [name for name in said.split("\0") if name and (HOME / name).is_file()]


@dataclass
class Newcomer:
    """Somebody with a checkout; `uid` 0 is root, NOBODY a user without any privilege."""

    folder: Path
    uid: int
    programs: str = ""  # which PostgreSQL; "" leaves it to the quick start

    @property
    def checkout(self) -> Path:
        return self.folder / "my work"

    @property
    def var(self) -> Path:
        return self.checkout / "var"

    def settle(self) -> "Newcomer":
        for name in project_files():
            target = self.checkout / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(HOME / name, target)
        home = self.folder / "home"
        home.mkdir(mode=0o700)
        usual = self.folder / "bin"
        usual.mkdir()
        (usual / "python3").symlink_to(
            Path(sys._base_executable).resolve()
        )  # the Python of this leg
        if self.uid != os.geteuid():
            subprocess.run(["chown", "-R", f"{self.uid}:{self.uid}", self.folder], check=True)
        return self

    def _environment(self, settings: dict[str, object]) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if k.startswith(INSTALLER_SETTINGS)}
        return {
            **kept,
            "HOME": str(self.folder / "home"),
            "PATH": f"{self.folder}/bin:{SYSTEM_PATH}",
            **({"ETL_POSTGRES_BIN": self.programs} if self.programs else {}),
            **{name: str(value) for name, value in settings.items()},
        }

    def command(self, *words: str, before: str = "") -> list[str]:
        """As this user; `before` is done as root in a mount namespace of its own."""
        switch = ["setpriv", f"--reuid={self.uid}", f"--regid={self.uid}", "--clear-groups", "--"]
        command = [*(switch if self.uid != os.geteuid() else []), "bash", *words]
        if before:
            return ["unshare", "-m", "bash", "-ec", f'{before}\nexec "$@"', "bash", *command]
        return command

    def type(
        self, *words: str, before: str = "", answer: str = "", **settings: object
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*words, before=before),
            cwd=self.checkout,
            env=self._environment(settings),
            input=answer,
            capture_output=True,
            text=True,
            timeout=280,
            check=False,
        )

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """The same, in a process group of its own that a test may end."""
        return subprocess.Popen(
            self.command(*words),
            cwd=self.checkout,
            env=self._environment({}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def rows(self, query: str) -> list[list[str]]:
        said = self.type("onboarding/sh/postgres.sh", "psql", "-XAtF", "\t", "-c", query)
        assert said.returncode == 0, said.stderr
        return [line.split("\t") for line in said.stdout.splitlines()]

    def processes(self) -> list[str]:
        """What still runs from this checkout."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                words = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            if str(self.checkout) in words:
                found.append(words)
        return found
