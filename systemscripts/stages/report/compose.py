"""A report as a mail: template, tables and attachments put together. Nothing is sent here."""

import html
import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP

from systemscripts.foundation import clock
from systemscripts.foundation.errors import ConfigError
from systemscripts.stages.report import tables
from systemscripts.stages.report.tables import Grid

_PLACEHOLDER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_BLOCK_END = re.compile(r"</(p|h[1-6]|div|li|tr|table)>|<br\s*/?>", re.IGNORECASE)
_UNSEEN = re.compile(r"<(head|style|script)\b.*?</\1>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_HEADING = re.compile(r"<h[1-6][^>]*>(.*?)</h[1-6]>", re.IGNORECASE | re.DOTALL)
PAGE = """\
<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body style="font-family:Arial,Helvetica,sans-serif;font-size:14px;">
{body}
</body></html>
"""


@dataclass(frozen=True)
class Content:
    """What the queries of a report answered."""

    grids: dict[str, Grid]
    attachments: list[tuple[str, Grid]]


def _stamped(text: str, moment: datetime) -> str:
    return text.replace("{timestamp}", clock.stamp(moment))


def _fill(template: str, values: dict[str, str]) -> str:
    unknown = [name for name in _PLACEHOLDER.findall(template) if name not in values]
    if unknown:
        raise ConfigError(
            f"the template has {{{{{unknown[0]}}}}}, but no query of that name",
            hint="Add it to emailbodyqueries in dba.treportmanager.",
        )
    return _PLACEHOLDER.sub(lambda found: values[found.group(1)], template)


def body_html(template: str, title: str, content: Content, moment: datetime) -> str:
    filled = {name: tables.as_html(grid, name) for name, grid in content.grids.items()}
    body = _fill(_stamped(template, moment), filled)
    return PAGE.format(title=html.escape(title), body=body)


def body_text(template: str, content: Content, moment: datetime) -> str:
    """The same template without its tags."""
    seen = _UNSEEN.sub("", template)
    underlined = _HEADING.sub(lambda found: f"{found.group(1)}\n{'=' * 20}</p>", seen)
    bare = html.unescape(_TAG.sub("", _BLOCK_END.sub("\n\n", _stamped(underlined, moment))))
    filled = {name: tables.as_text(grid) + "\n\n" for name, grid in content.grids.items()}
    return re.sub(r"\n{3,}", "\n\n", _fill(bare, filled)).strip() + "\n"


def message(
    *,
    sender: str,
    recipients: str,
    subject: str,
    template: str,
    content: Content,
    moment: datetime,
    message_id: str,
) -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["To"] = ", ".join(address.strip() for address in recipients.split(","))
    mail["Subject"] = _stamped(subject, moment)
    mail["Date"] = moment
    mail["Message-ID"] = message_id
    mail.set_content(body_text(template, content, moment), cte="quoted-printable")
    page = body_html(template, str(mail["Subject"]), content, moment)
    mail.add_alternative(page, subtype="html", cte="quoted-printable")
    for name, grid in content.attachments:
        mail.add_attachment(
            tables.as_csv(grid),
            maintype="text",
            subtype="csv",
            params={"charset": "utf-8"},
            filename=_stamped(name, moment),
        )
    return mail
