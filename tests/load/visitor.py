"""One person's browser, and the figures of all."""

import http.client
import re
import secrets
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.load.site import Site

TIMEOUT = 30  # seconds; longer is an error
TOKEN = secrets.token_hex(16)
REVISION = re.compile(r'name="revision" value="(\d+)"')


@dataclass
class Figures:
    """Seconds that requests took, by "read" and "write", and what went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: {"read": [], "write": []})
    errors: list[str] = field(default_factory=list)

    def percentile(self, kind: str, share: float) -> float:
        """In milliseconds; 0 where there was no request."""
        ordered = sorted(self.seconds[kind])
        return ordered[int(share * (len(ordered) - 1))] * 1000 if ordered else 0.0


class Visitor:
    def __init__(self, site: Site, key: str, figures: Figures) -> None:
        self.site, self.figures = site, figures
        self.headers = {"Cookie": f"sessionid={key}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}
        self.connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=TIMEOUT)

    def get(self, path: str) -> str:
        return self.ask("GET", path, expected=200)[1]

    def post(self, path: str, fields: dict[str, object]) -> str:
        """Returns where the answer leads."""
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, urlencode(fields).encode(), form, expected=302)[0]

    def upload(self, path: str, content: bytes) -> str:
        form = {"Content-Type": "multipart/form-data; boundary=edge"}
        head = b'--edge\r\nContent-Disposition: form-data; name="file"; filename="x.csv"\r\n\r\n'
        return self.ask("POST", path, head + content + b"\r\n--edge--\r\n", form, expected=302)[0]

    def ask(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        headers: dict[str, str] | None = None,
        *,
        expected: int,
    ) -> tuple[str, str]:
        """The Location and the text of an answer; anything unexpected is put down as an error."""
        started = time.monotonic()
        try:
            self.connection.request(method, path, body or None, self.headers | (headers or {}))
            response = self.connection.getresponse()
            text = response.read().decode(errors="replace")
        except (OSError, http.client.HTTPException) as error:
            self.connection.close()
            self.figures.errors.append(f"{method} {path}: {error!r}")
            return "", ""
        kind = "read" if method == "GET" else "write"
        self.figures.seconds[kind].append(time.monotonic() - started)
        if response.status != expected:
            self.figures.errors.append(f"{method} {path}: {response.status}")
            return "", text
        return response.getheader("Location", ""), text
