"""A mail server on loopback that keeps what it gets, and refuses what it is told to refuse."""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from tests.services.certificate import Certificate

USER, PASSWORD = "ann@clients.test", "pass word/@1"
LOGIN = LoginPassword(USER.encode(), PASSWORD.encode())
logging.getLogger("mail.log").setLevel(logging.CRITICAL)


@dataclass
class Box:
    """Mails that were accepted; and answers to give instead, by the stage of the talk."""

    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    logins: list[tuple[str, bool]] = field(default_factory=list)  # who, whether encrypted
    answers: dict[str, str] = field(default_factory=dict)  # MAIL, DATA, QUIT or an address

    async def handle_MAIL(self, _server, _session, envelope, address, options):  # noqa: N802
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self.answers.get("MAIL", "250 OK")

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if address not in self.answers:
            envelope.rcpt_tos.append(address)
        return self.answers.get(address, "250 OK")

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        if "DATA" in self.answers:
            return self.answers["DATA"]
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        self.recipients += envelope.rcpt_tos
        return "250 OK"

    async def handle_QUIT(self, _server, _session, _envelope):  # noqa: N802
        return self.answers.get("QUIT", "221 Bye")

    def check(self, server, _session, _envelope, _mechanism, given) -> AuthResult:
        encrypted = server.transport.get_extra_info("sslcontext") is not None
        self.logins.append((given.login.decode(), encrypted))
        return AuthResult(success=given == LOGIN, handled=False)


def a_mail(to: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = USER, to, "Zürich: 3 new companies"
    mail.set_content("Three of them.")
    mail.add_alternative("<p>Three of <b>them</b> in Zürich.</p>", subtype="html")
    mail.add_attachment("a,b\n", subtype="csv", filename="new.csv")
    return mail


class _AnyPort(Controller):
    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def running(box: Box, scheme: str, certificate: Certificate | None = None) -> Iterator[str]:
    """The address of the server, as ETL_SMTP_URL."""
    options: dict[str, Any] = {}
    if scheme == "smtps":
        options = {"ssl_context": certificate and certificate.context, "auth_require_tls": False}
    elif scheme == "smtp+starttls":
        options = {"tls_context": certificate and certificate.context, "require_starttls": True}
    if certificate:
        options |= {"authenticator": box.check, "auth_required": True}
    server = _AnyPort(box, hostname="127.0.0.1", port=0, **options)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it does not know that smtps is encrypted
        server.start()
        try:
            yield f"{scheme}://localhost:{server.port}"
        finally:
            server.stop()
