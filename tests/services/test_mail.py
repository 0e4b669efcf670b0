"""Mail leaves over a real connection, encrypted and logged in, or lies in the outbox."""

from email import message_from_bytes, policy
from pathlib import Path

import pytest

from systemscripts.foundation.errors import ConfigError
from tests.services import mail_server
from tests.services.mail_server import PASSWORD, USER

IN_URL = "ann%40clients.test:pass%20word%2F%401@"
ENCRYPTED = ("smtps", "smtp+starttls")


def keep_password(folder: Path, text: str = PASSWORD) -> None:
    (folder / "secrets").mkdir()
    path = folder / "secrets" / "etl_email_password"
    path.write_text(f"{text}\n")
    path.chmod(0o600)


def test_without_a_server_a_mail_lies_in_the_outbox_with_a_page_to_open(send, tmp_path):
    where = Path(send("file:"))
    assert where == tmp_path / "outbox" / "20260131T050000_report_1.eml"
    mail = message_from_bytes(where.read_bytes(), policy=policy.default)
    assert mail["Subject"] == "Zürich: 3 new companies"
    assert [part.get_filename() for part in mail.iter_attachments()] == ["new.csv"]
    page = where.with_suffix(".html").read_text(encoding="utf-8")
    assert page == "<p>Three of <b>them</b> in Zürich.</p>\n"
    assert len(list(where.parent.iterdir())) == 2


@pytest.mark.parametrize("scheme", ENCRYPTED)
@pytest.mark.parametrize("source", ["environment", "secret file", "address"])
def test_a_mail_arrives_encrypted_and_logged_in(send, box, trusted, tmp_path, scheme, source):
    more = {"ETL_EMAIL_PASSWORD": PASSWORD} if source == "environment" else {}
    if source == "secret file":
        keep_password(tmp_path)
    with mail_server.running(box, scheme, trusted) as url:
        if source == "address":
            url = url.replace("//", f"//{IN_URL}")
            more["ETL_EMAIL"] = "somebody.else@clients.test"
        assert send(url, "bob@clients.test, cleo@clients.test", **more) == "localhost"
    assert box.logins == [(USER, True)]
    assert box.recipients == ["bob@clients.test", "cleo@clients.test"]
    [mail] = box.mails
    assert mail["Subject"] == "Zürich: 3 new companies"
    page = mail.get_body(preferencelist=("html",))
    assert page is not None
    assert "Zürich" in page.get_content()


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_on_this_machine_a_mail_may_go_plain_and_without_login(send, box, host):
    with mail_server.running(box, "smtp") as url:
        send(url.replace("localhost", host))
    assert len(box.mails) == 1


@pytest.mark.parametrize(
    "url",
    [
        "smtp://mail.test",
        "smtp://localhost.evil.test:25",
        "http://localhost:25",
        "smtps://",
        "smtps://mail.test:no",
        "smtps://mail.test:99999",
        "mail.test:465",
        "smtps://[::1",
    ],
)
def test_an_address_that_is_odd_or_not_encrypted_is_refused(send, url):
    with pytest.raises(ConfigError, match="ETL_SMTP_URL cannot be used") as refused:
        send(url, ETL_EMAIL_PASSWORD=PASSWORD)
    assert "smtps://host:465" in refused.value.hint
