"""The door for mail: a server, or the folder outbox/."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from systemscripts.foundation import safe_files, secrets
from systemscripts.foundation.errors import ConfigError, DataError, EtlError, TransientError
from systemscripts.foundation.settings import Settings

TIMEOUT_SECONDS = 60
PASSWORD = "etl_email_password"  # noqa: S105
PORTS = {"smtps": 465, "smtp+starttls": 587, "smtp": 25}
LOOPBACK = ("localhost", "127.0.0.1", "::1")
FINAL = 500  # answers below are passing
BROKE_OFF = (ssl.SSLEOFError, ssl.SSLZeroReturnError)


def send(given: Settings, mail: EmailMessage, name: str) -> str:
    """Send it; the answer says where it went. `name` is that of the file in outbox/."""
    if given.smtp_url.startswith("file:"):
        return str(_into_outbox(given, mail, name))
    url = _read_url(given)
    host = str(url.hostname)
    try:
        with _connected(url) as server:
            _log_in(server, url, given)
            refused = server.send_message(mail)
    except OSError as error:  # what smtplib and ssl raise is of this kind as well
        raise _worded(host, error) from error
    if refused:
        raise DataError(f"{host}: refused some recipients: {', '.join(refused)}")
    return host


def _worded(host: str, error: OSError) -> EtlError:
    """What the server or the network said, as one of our kinds."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            codes = [code for code, _ in error.recipients.values()]
            kind = TransientError if codes and max(codes) < FINAL else DataError
            return kind(f"{host}: refused all recipients: {', '.join(error.recipients)}")
        case smtplib.SMTPResponseException():
            return _by_code(host, error)
        case smtplib.SMTPNotSupportedError():
            return ConfigError(f"{host}: {error}", hint="Check ETL_SMTP_URL.")
        case smtplib.SMTPException() if type(error) is smtplib.SMTPException:
            return ConfigError(f"{host}: {error}", hint="It offers no login that we know.")
        case ssl.SSLCertVerificationError():
            return ConfigError(
                f"{host}: its certificate is not trusted: {error.verify_message}",
                hint="Is it the right server? Name your own authority's file in SSL_CERT_FILE.",
            )
        case ssl.SSLError() if not isinstance(error, BROKE_OFF):
            return ConfigError(f"{host}: TLS: {error.reason}", hint="Check scheme and port.")
    return TransientError(f"{host}: {error}", hint="Is the mail server up?")


def _by_code(host: str, error: smtplib.SMTPResponseException) -> EtlError:
    said = error.smtp_error
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    message = f"{host}: {error.smtp_code} {text}"
    if error.smtp_code < FINAL:
        return TransientError(message)
    if isinstance(error, smtplib.SMTPDataError):
        return DataError(message)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        message = f"{host}: the login was refused ({error.smtp_code})"
    return ConfigError(message, hint="Check ETL_SMTP_URL, ETL_EMAIL and its password.")


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


@contextmanager
def _connected(url: SplitResult) -> Iterator[smtplib.SMTP]:
    """What goes wrong while taking leave is not heard: the mail was accepted before."""
    host, port = str(url.hostname), url.port or PORTS[url.scheme]
    context = ssl.create_default_context()
    server = (
        smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_SECONDS, context=context)
        if url.scheme == "smtps"
        else smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)
    )
    try:
        if url.scheme == "smtp+starttls":
            server.starttls(context=context)
        yield server
        with suppress(OSError):
            server.quit()
    finally:
        server.close()


def _log_in(server: smtplib.SMTP, url: SplitResult, given: Settings) -> None:
    """A server on this machine may do without; every other one wants a password."""
    there = given.email_password or (given.secrets_dir / PASSWORD).exists()
    if url.scheme == "smtp" and not there and not url.password:
        return
    if url.password:
        password = secrets.remember(unquote(url.password))
    else:
        password = secrets.read(given.secrets_dir, PASSWORD, given.email_password)
    try:
        server.login(unquote(url.username) if url.username else given.email, password)
    except UnicodeEncodeError:
        raise ConfigError(
            f"{url.hostname}: login and password must be ASCII", hint="Set another password."
        ) from None


def _into_outbox(given: Settings, mail: EmailMessage, name: str) -> Path:
    """The mail as .eml, and its HTML beside it to open in a browser."""
    outbox = given.folder("outbox")
    page = mail.get_body(preferencelist=("html",))
    if page is not None:
        text = page.get_content()
        safe_files.write_whole(outbox / f"{name}.html", lambda file: file.write(text.encode()))
    return safe_files.write_whole(outbox / f"{name}.eml", lambda file: file.write(mail.as_bytes()))
