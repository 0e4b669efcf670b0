"""The door to the web: outside failures are sorted here, once, into our kinds."""

import requests

from systemscripts.foundation.errors import ConfigError, TransientError

TIMEOUT_SECONDS = 30
TOO_MANY_REQUESTS = 429
SERVER_ERROR = 500
AGENT = "client-etl-workflow/1.0 (+polite; one request at a time)"

Response = requests.Response
Session = requests.Session


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
    """Retry-After in seconds; 0 when it is missing or a date."""
    value = response.headers.get("Retry-After", "")
    return float(value) if value.isdigit() else 0.0


def get(talk: requests.Session, url: str) -> requests.Response:
    """Any answer below 500 but 429 is returned; the rest is worth trying again."""
    try:
        response = talk.get(url, timeout=TIMEOUT_SECONDS)
    except (requests.ConnectionError, requests.Timeout) as error:
        raise TransientError(f"{url}: {_reason(error)}", hint="Is the network up?") from error
    except requests.RequestException as error:
        raise ConfigError(f"{url}: {error}", hint="Is the address written correctly?") from error
    if response.status_code == TOO_MANY_REQUESTS:
        raise SlowDown(f"{url}: asked to slow down (429)", seconds_asked(response))
    if response.status_code >= SERVER_ERROR:
        raise TransientError(f"{url}: status {response.status_code}")
    return response


def _reason(error: Exception) -> str:
    return "no answer in time" if isinstance(error, requests.Timeout) else "no connection"
