"""The quickest door to the private PostgreSQL: its protocol, as much of it as two statements need.

A driver would take longer to import, and psql longer to start, than everything else that a run of
an empty job does. Logs in with SCRAM over the Unix socket; knows no other way.
"""

import _socket
import binascii
import os

try:
    from _sha2 import sha256  # type: ignore[import-not-found]  # hashlib would load OpenSSL
except ImportError:  # Python 3.11
    from _sha256 import sha256  # type: ignore[import-not-found]

AUTHENTICATION, DATA, ERROR, READY = b"R", b"D", b"E", b"Z"
LOGGED_IN, SASL = 0, 10


class RefusedError(Exception):
    """The server says no, or something that is not known here."""


def hmac(key: bytes, message: bytes) -> bytes:
    block = key.ljust(64, b"\0")
    inner = sha256(bytes(byte ^ 0x36 for byte in block) + message).digest()
    return bytes(sha256(bytes(byte ^ 0x5C for byte in block) + inner).digest())


def strings(*words: str) -> bytes:
    return b"".join(word.encode() + b"\0" for word in words)


class Session:
    """Ask one statement, get the first value; None when the database does not answer."""

    def __init__(self, found: dict[str, str], secret: str, seconds: float) -> None:
        """The server begins to answer while the caller goes on; `secret` is the password's file."""
        self.silent = False  # it did not even refuse: asking again would take as long
        self._secret = secret
        self._buffer = b""
        self._logged_in = False
        self._server = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
        self._server.settimeout(seconds)
        names = ("user", found["PGUSER"], "database", found["PGDATABASE"])
        more = ("application_name", found["PGAPPNAME"], "options", found["PGOPTIONS"])
        try:
            self._server.connect(f"{found['PGHOST']}/.s.PGSQL.{found['PGPORT']}")
            self._send(b"", b"\0\3\0\0" + strings(*names, *more, "client_encoding", "UTF8", ""))
        except OSError:
            pass  # whoever asks will see

    def ask(self, statement: str) -> str | None:
        try:
            if not self._logged_in:
                self._log_in()
            self._send(b"Q", statement.encode("utf-8", "replace") + b"\0")
            return self._first_value()
        except TimeoutError:
            self.silent = True
        except (OSError, ValueError, KeyError, RefusedError):
            pass
        self.close()  # what it may still say would be taken for the next answer
        return None

    def close(self) -> None:
        """Without a farewell: a child that closes its copy must not end the session."""
        self._server.close()

    def _send(self, kind: bytes, body: bytes) -> None:
        self._server.sendall(kind + (len(body) + 4).to_bytes(4) + body)

    def _take(self, size: int) -> bytes:
        while len(self._buffer) < size:
            part = self._server.recv(65536)
            if not part:
                raise RefusedError
            self._buffer += part
        taken, self._buffer = self._buffer[:size], self._buffer[size:]
        return taken

    def _message(self) -> tuple[bytes, bytes]:
        kind = self._take(1)
        body = self._take(int.from_bytes(self._take(4)) - 4)
        if kind == ERROR:
            raise RefusedError(body)
        return kind, body

    def _authentication(self) -> tuple[int, bytes]:
        kind, body = self._message()
        if kind != AUTHENTICATION:
            raise RefusedError(kind)
        return int.from_bytes(body[:4]), body[4:]

    def _first_value(self) -> str:
        value = b""
        while (message := self._message())[0] != READY:
            if message[0] == DATA:
                value = message[1][6:]  # after the number of columns and the length of the first
        return value.decode("utf-8", "replace")

    def _log_in(self) -> None:
        code, body = self._authentication()
        if code == SASL and b"SCRAM-SHA-256" in body.split(b"\0"):
            self._scram()
        elif code != LOGGED_IN:
            raise RefusedError(code)
        while self._message()[0] != READY:
            pass
        self._logged_in = True

    def _scram(self) -> None:
        """RFC 5802, without channel binding."""
        ours = b"n=,r=" + binascii.b2a_base64(os.urandom(18), newline=False)
        first = b"n,," + ours
        self._send(b"p", strings("SCRAM-SHA-256") + len(first).to_bytes(4) + first)
        _, theirs = self._authentication()
        said = dict(word.split(b"=", 1) for word in theirs.split(b","))
        if not said[b"r"].startswith(ours[5:]):
            raise RefusedError(theirs)
        final = b"c=biws,r=" + said[b"r"]
        signed = ours + b"," + theirs + b"," + final
        client_key, server_key = self._keys(said[b"s"], said[b"i"])
        signature = hmac(sha256(client_key).digest(), signed)
        proof = bytes(a ^ b for a, b in zip(client_key, signature, strict=True))
        self._send(b"p", final + b",p=" + binascii.b2a_base64(proof, newline=False))
        _, last = self._authentication()
        if last != b"v=" + binascii.b2a_base64(hmac(server_key, signed), newline=False):
            raise RefusedError(last)
        if self._authentication()[0] != LOGGED_IN:
            raise RefusedError

    def _keys(self, salt: bytes, rounds: bytes) -> tuple[bytes, bytes]:
        """Of client and server; making them takes long, so they are kept beside the password."""
        kept = f"{self._secret}.scram"
        try:
            with open(kept, "rb") as file:
                words = file.read().split()
            if words[:2] == [salt, rounds] and not os.stat(kept).st_mode & 0o077:
                return binascii.unhexlify(words[2]), binascii.unhexlify(words[3])
        except (OSError, ValueError, IndexError):
            pass
        from hashlib import pbkdf2_hmac

        with open(self._secret, "rb") as file:
            password = file.read().rstrip(b"\n")
        salted = pbkdf2_hmac("sha256", password, binascii.a2b_base64(salt), int(rounds))
        keys = hmac(salted, b"Client Key"), hmac(salted, b"Server Key")
        self._keep(kept, b" ".join([salt, rounds, *(binascii.hexlify(key) for key in keys)]))
        return keys

    @staticmethod
    def _keep(path: str, content: bytes) -> None:
        unfinished = f"{path}.{os.getpid()}.part"
        try:
            file = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            try:
                os.write(file, content)
            finally:
                os.close(file)
            os.replace(unfinished, path)
        except OSError:
            pass  # then they are made again the next time
