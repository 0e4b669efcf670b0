"""A mail that cannot be sent: what went wrong, what helps, and never the password."""

import re
import socket
import traceback

import pytest

from systemscripts.foundation.errors import ConfigError, DataError, TransientError
from tests.services import certificate, mail_server
from tests.services.mail_server import PASSWORD
from tests.small_job import SmallJob

WRONG, FOREIGN = "hunter22", "hünter22"
ENCRYPTED = ("smtps", "smtp+starttls")
SEND = """
from systemscripts.foundation import mailer, retry
from tests.services.mail_server import a_mail
retry.passing(lambda: mailer.send(given, a_mail("bob@clients.test"), "a"), attempts=2, first=0.01)
"""


@pytest.mark.parametrize("scheme", ENCRYPTED)
def test_a_wrong_password_must_be_corrected_and_is_not_shown(send, box, trusted, scheme, capfd):
    with mail_server.running(box, scheme, trusted) as url, pytest.raises(ConfigError) as refused:
        send(url, ETL_EMAIL_PASSWORD=WRONG)
    assert str(refused.value) == "localhost: the login was refused (535)"
    assert "ETL_EMAIL" in refused.value.hint
    told = "".join(traceback.format_exception(refused.value)) + "".join(capfd.readouterr())
    assert WRONG not in told
    assert box.mails == []


@pytest.mark.parametrize("scheme", ENCRYPTED)
def test_without_a_password_nothing_is_sent(send, box, trusted, scheme):
    with mail_server.running(box, scheme, trusted) as url, pytest.raises(ConfigError) as refused:
        send(url)
    assert "etl_email_password" in str(refused.value)
    assert "ETL_EMAIL_PASSWORD" in refused.value.hint


def test_a_password_that_the_protocol_cannot_carry_is_refused_without_showing_it(
    send, box, trusted
):
    with mail_server.running(box, "smtps", trusted) as url, pytest.raises(ConfigError) as refused:
        send(url, ETL_EMAIL_PASSWORD=FOREIGN)
    assert "ASCII" in str(refused.value)
    assert FOREIGN[2:] not in "".join(traceback.format_exception(refused.value))


@pytest.mark.parametrize("scheme", ENCRYPTED)
def test_a_certificate_that_nobody_vouches_for_is_refused(send, box, trusted, scheme, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    with mail_server.running(box, scheme, trusted) as url, pytest.raises(ConfigError) as refused:
        send(url, ETL_EMAIL_PASSWORD=PASSWORD)
    assert "certificate is not trusted: self-signed certificate" in str(refused.value)
    assert "SSL_CERT_FILE" in refused.value.hint
    assert box.logins == []


def test_a_certificate_of_another_server_is_refused(send, box, tmp_path, monkeypatch):
    other = certificate.make(tmp_path, "DNS:other.test")
    monkeypatch.setenv("SSL_CERT_FILE", str(other.path))
    with mail_server.running(box, "smtps", other) as url, pytest.raises(ConfigError) as refused:
        send(url, ETL_EMAIL_PASSWORD=PASSWORD)
    assert "certificate is not trusted: Hostname mismatch" in str(refused.value)


def test_a_server_that_offers_no_encryption_never_hears_the_password(send, box):
    with mail_server.running(box, "smtp") as url, pytest.raises(ConfigError) as refused:
        send(url.replace("smtp:", "smtp+starttls:"), ETL_EMAIL_PASSWORD=PASSWORD)
    assert "STARTTLS" in str(refused.value)
    assert (box.logins, box.mails) == ([], [])


def test_the_port_of_another_protocol_must_be_corrected(send, box):
    with mail_server.running(box, "smtp") as url, pytest.raises(ConfigError) as refused:
        send(url.replace("smtp:", "smtps:"), ETL_EMAIL_PASSWORD=PASSWORD)
    assert re.match("localhost: TLS: ", str(refused.value))
    assert "port" in refused.value.hint


def test_a_server_that_is_down_may_come_back(send):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(TransientError, match="Connection refused") as refused:
        send(f"smtps://127.0.0.1:{port}", ETL_EMAIL_PASSWORD=PASSWORD)
    assert refused.value.exit_code == 69


@pytest.mark.parametrize(
    "stage, answer, kind",
    [
        ("bob@clients.test", "550 no such user", DataError),
        ("bob@clients.test", "450 greylisted", TransientError),
        ("MAIL", "553 this sender is not yours", ConfigError),
        ("MAIL", "451 busy", TransientError),
        ("DATA", "552 too big", DataError),
        ("DATA", "452 disk full", TransientError),
        ("DATA", "471 odd but passing", TransientError),
    ],
)
def test_what_the_server_refuses_is_sorted_by_what_helps(send, box, stage, answer, kind):
    box.answers[stage] = answer
    with mail_server.running(box, "smtp") as url, pytest.raises(kind) as refused:
        send(url)
    assert type(refused.value) is kind
    assert (answer if "@" not in stage else stage) in str(refused.value)


def test_a_mail_that_some_did_not_get_names_them_and_is_not_sent_again(send, box):
    box.answers["gone@clients.test"] = "450 not now"
    with mail_server.running(box, "smtp") as url, pytest.raises(DataError) as refused:
        send(url, "bob@clients.test, gone@clients.test")
    assert str(refused.value) == "localhost: refused some recipients: gone@clients.test"
    assert box.recipients == ["bob@clients.test"]


def test_trouble_after_the_mail_was_taken_does_not_send_it_again(send, box):
    box.answers["QUIT"] = "421 going down"
    with mail_server.running(box, "smtp") as url:
        assert send(url) == "localhost"
    assert len(box.mails) == 1


@pytest.mark.parametrize("scheme", ENCRYPTED)
@pytest.mark.parametrize("source", ["environment", "address"])
def test_a_job_with_a_wrong_password_ends_with_78_and_shows_it_nowhere(
    tmp_path, box, trusted, scheme, source
):
    with mail_server.running(box, scheme, trusted) as url:
        in_url = url.replace("//", f"//ann:{WRONG}@")
        job = SmallJob(
            tmp_path,
            {"ETL_SMTP_URL": in_url}
            if source == "address"
            else {"ETL_SMTP_URL": url, "ETL_EMAIL_PASSWORD": WRONG},
        )
        job.settings["SSL_CERT_FILE"] = trusted.path
        done = job.run(f"{SEND}")
    assert done.returncode == 78
    assert "error: localhost: the login was refused (535)\nHINT: Check ETL_SMTP_URL" in done.stderr
    assert len(box.logins) in (1, 2)  # as PLAIN and as LOGIN; not tried again after that
    assert WRONG not in done.stdout + done.stderr + job.everything_written()


@pytest.mark.parametrize(
    "address, code, tries", [("550 no such user", 65, 1), ("450 greylisted", 69, 2)]
)
def test_a_job_tries_again_only_what_may_pass(tmp_path, box, address, code, tries):
    box.answers["bob@clients.test"] = address
    with mail_server.running(box, "smtp") as url:
        done = SmallJob(tmp_path, {"ETL_SMTP_URL": url}).run(SEND)
    assert done.returncode == code
    assert done.stderr.count("trying again") == tries - 1


def test_a_job_without_a_mail_server_ends_with_69(tmp_path):
    done = SmallJob(tmp_path, {"ETL_SMTP_URL": "smtp://127.0.0.1:1"}).run(SEND)
    assert done.returncode == 69
    assert "error: 127.0.0.1: [Errno 111] Connection refused\nHINT: Is the mail server up?" in (
        done.stderr
    )
