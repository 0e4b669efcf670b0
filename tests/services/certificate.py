"""A certificate for a server on loopback, made when it is needed and known to nobody else."""

import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Certificate:
    path: Path
    context: ssl.SSLContext


def make(folder: Path, names: str = "DNS:localhost,IP:127.0.0.1") -> Certificate:
    """Who trusts the file at `path` trusts a server that uses `context`."""
    path, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-days", "2", "-nodes", "-newkey", "ec"),
            *("-pkeyopt", "ec_paramgen_curve:prime256v1", "-subj", "/CN=a test"),
            *("-addext", f"subjectAltName={names}"),
            *("-keyout", str(key), "-out", str(path)),
        ],
        check=True,
        capture_output=True,
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(path, key)
    return Certificate(path, context)
