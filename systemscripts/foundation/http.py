"""The door to the web: outside failures are sorted here, once, into our kinds."""

from email.utils import parsedate_to_datetime

import requests
import requests.exceptions as broken

from systemscripts.foundation.errors import ConfigError, TransientError

TIMEOUT_SECONDS = 30
TOO_MANY_REQUESTS = 429
SERVER_ERROR = 500
UNAVAILABLE = 503
UNTRUSTED = "Is it the right address? Name your own authority's file in REQUESTS_CA_BUNDLE."
AGENT = "client-etl-workflow/1.0 (+polite; one request at a time)"

Response = requests.Response
Session = requests.Session

PASSING = (  # the network, or an answer that broke off on the way
    requests.ConnectionError,
    requests.Timeout,
    broken.ChunkedEncodingError,
    broken.ContentDecodingError,
)


class SlowDown(TransientError):
    """The other side asks for a pause; `retry_after` is how long, when it said so."""

    def __init__(self, message: str, retry_after: float = 0) -> None:
        super().__init__(message, hint="Ask less often: raise --delay.")
        self.retry_after = retry_after


def session() -> requests.Session:
    """Keeps a connection open between requests."""
    talk = requests.Session()
    talk.headers["User-Agent"] = AGENT
    return talk


def seconds_asked(response: requests.Response) -> float:
    """Retry-After in seconds, also where it is a date; 0 when it is missing or odd."""
    value = response.headers.get("Retry-After", "").strip()
    if value.isdecimal():
        return float(value)
    try:
        until, asked = map(parsedate_to_datetime, (value, response.headers.get("Date", "")))
        return max(0.0, (until - asked).total_seconds())
    except (TypeError, ValueError):
        return 0.0


def get(talk: requests.Session, url: str) -> requests.Response:
    """Any answer below 500 but 429 is returned; the rest is worth trying again."""
    try:
        response = talk.get(url, timeout=TIMEOUT_SECONDS)
    except PASSING as error:
        if "CERTIFICATE_VERIFY_FAILED" in str(error):
            raise ConfigError(f"{url}: its certificate is not trusted", hint=UNTRUSTED) from error
        raise TransientError(f"{url}: {_reason(error)}", hint="Is the network up?") from error
    except requests.RequestException as error:
        raise ConfigError(f"{url}: {error}", hint="Is the address written correctly?") from error
    wait = seconds_asked(response)
    if response.status_code == TOO_MANY_REQUESTS or (response.status_code == UNAVAILABLE and wait):
        raise SlowDown(f"{url}: asked to slow down ({response.status_code})", wait)
    if response.status_code >= SERVER_ERROR:
        raise TransientError(f"{url}: status {response.status_code}")
    return response


def _reason(error: Exception) -> str:
    if isinstance(error, requests.Timeout):
        return "no answer in time"
    if isinstance(error, requests.ConnectionError):
        return "no connection"
    return "the answer broke off"
