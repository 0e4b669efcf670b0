"""The door for mail: a server, or the folder outbox/."""

import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from systemscripts.foundation import safe_files, secrets
from systemscripts.foundation.errors import ConfigError, DataError, TransientError
from systemscripts.foundation.settings import Settings

TIMEOUT_SECONDS = 60
PASSWORD = "etl_email_password"  # noqa: S105
PORTS = {"smtps": 465, "smtp+starttls": 587, "smtp": 25}
LOOPBACK = ("localhost", "127.0.0.1", "::1")
PASSING = (421, 450, 451, 452, 454)


def send(given: Settings, mail: EmailMessage, name: str) -> str:
    """Send it; the answer says where it went. `name` is that of the file in outbox/."""
    if given.smtp_url.startswith("file:"):
        return str(_into_outbox(given, mail, name))
    url = _read_url(given)
    try:
        with _connect(url) as server:
            _log_in(server, url, given)
            refused = server.send_message(mail)
    except smtplib.SMTPAuthenticationError as error:
        raise ConfigError(
            f"{url.hostname}: the login was refused", hint="Check ETL_EMAIL and its password."
        ) from error
    except smtplib.SMTPRecipientsRefused as error:
        names = ", ".join(error.recipients)
        raise DataError(f"{url.hostname}: refused all recipients: {names}") from error
    except smtplib.SMTPResponseException as error:
        raise _by_code(url, error) from error
    except ssl.SSLError as error:
        raise ConfigError(f"{url.hostname}: TLS: {error.reason}", hint="Check the port.") from error
    except (OSError, smtplib.SMTPException) as error:
        raise TransientError(f"{url.hostname}: {error}", hint="Is the mail server up?") from error
    if refused:
        raise DataError(f"{url.hostname}: refused some recipients: {', '.join(refused)}")
    return f"{url.hostname}"


def _by_code(url: SplitResult, error: smtplib.SMTPResponseException) -> Exception:
    said = error.smtp_error
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    kind = TransientError if error.smtp_code in PASSING else DataError
    return kind(f"{url.hostname}: {error.smtp_code} {text}")


def _read_url(given: Settings) -> SplitResult:
    try:
        url = urlsplit(given.smtp_url)
        fine = url.scheme in PORTS and bool(url.hostname) and (url.port or 1) > 0
    except ValueError:
        fine = False
    if not fine or (url.scheme == "smtp" and url.hostname not in LOOPBACK):
        raise ConfigError(
            "ETL_SMTP_URL cannot be used",
            hint="smtps://host:465, smtp+starttls://host:587, or file: for the outbox folder; "
            "smtp:// only on this machine.",
        )
    return url


def _connect(url: SplitResult) -> smtplib.SMTP:
    host, port = str(url.hostname), url.port or PORTS[url.scheme]
    context = ssl.create_default_context()
    if url.scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_SECONDS, context=context)
    server = smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)
    if url.scheme == "smtp+starttls":
        server.starttls(context=context)
    return server


def _log_in(server: smtplib.SMTP, url: SplitResult, given: Settings) -> None:
    """A server on this machine may do without; every other one wants a password."""
    there = given.email_password or (given.secrets_dir / PASSWORD).exists()
    if url.scheme == "smtp" and not there and not url.password:
        return
    if url.password:
        password = secrets.remember(unquote(url.password))
    else:
        password = secrets.read(given.secrets_dir, PASSWORD, given.email_password)
    server.login(unquote(url.username) if url.username else given.email, password)


def _into_outbox(given: Settings, mail: EmailMessage, name: str) -> Path:
    """The mail as .eml, and its HTML beside it to open in a browser."""
    outbox = given.folder("outbox")
    page = mail.get_body(preferencelist=("html",))
    if page is not None:
        text = page.get_content()
        safe_files.write_whole(outbox / f"{name}.html", lambda file: file.write(text.encode()))
    return safe_files.write_whole(outbox / f"{name}.eml", lambda file: file.write(mail.as_bytes()))
