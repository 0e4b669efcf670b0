"""A mail server that trusts nobody, and a mail to send to it."""

import pytest

from systemscripts.foundation import mailer, settings
from tests.services import certificate
from tests.services.mail_server import USER, Box, a_mail


@pytest.fixture(scope="session")
def trusted(tmp_path_factory) -> certificate.Certificate:
    return certificate.make(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture
def send(tmp_path, monkeypatch, trusted):
    """Send the mail as the settings say; the certificate is trusted unless a test says else."""
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted.path))

    def sent(url: str, to: str = "bob@clients.test", **more: str) -> str:
        names = {
            "ETL_DATA_DIR": str(tmp_path),
            "ETL_SMTP_URL": url,
            "ETL_EMAIL": USER,
            **more,
        }
        return mailer.send(settings.read(names), a_mail(to), "20260131T050000_report_1")

    return sent
