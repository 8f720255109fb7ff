"""Who may hold how much of the server before Django hears of it: connections, and bodies on disk.

Each web process counts for itself.
"""

import re
from copy import copy
from functools import partial
from typing import Any
from weakref import ref

from django.conf import settings
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.utilities import Error

from contactsite.addresses import client_of
from contactsite.chunks import Chunks

CONNECTIONS = 1000
# No address takes more than half: the site stays open to others.
CONNECTIONS_OF_ONE = CONNECTIONS // 2
# The forms of strangers: sign in, accept an invitation, set a new password.
STRANGERS_BODY = 64 * 1024
# Forms and the API. Django refuses half of it already, in the words that belong there.
BODY = 2 * settings.DATA_UPLOAD_MAX_MEMORY_SIZE
# An upload's form around the file: boundaries and the other fields.
ROOM_FOR_THE_FORM = 1024 * 1024
UPLOAD = settings.IMPORT_MAX_BYTES + ROOM_FOR_THE_FORM
# Whether a session is a real one is seen after the body has arrived.
UPLOADS_OF_ONE = 8
UPLOAD_PATH = re.compile(r"/w/[^/]+/imports/(update/)?new/")


class TooManyUploads(Error):
    code = 429
    reason = "Too Many Requests"


class Parser(HTTPRequestParser):
    """Knows, as soon as the head is there, how large the body may be."""

    adj: Any
    body_rcv: Any
    completed: bool
    expect_continue: bool
    is_upload = False

    def __init__(self, channel: "ref[Channel]", adj: Any) -> None:
        super().__init__(adj)
        self.channel = channel

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        if self.chunked:
            self.body_rcv = Chunks(self.body_rcv.getbuf())
        limit = self.largest_body()
        self.is_upload = limit == UPLOAD and (self.chunked or self.content_length > BODY)
        self.adj = copy(self.adj)
        self.adj.max_request_body_size = limit

    def largest_body(self) -> int:
        """In bytes, by what the head says; nobody was looked up yet."""
        if not has_cookie(self.headers.get("COOKIE", ""), settings.SESSION_COOKIE_NAME):
            return BODY if "AUTHORIZATION" in self.headers else STRANGERS_BODY
        is_upload = self.command == "POST" and UPLOAD_PATH.fullmatch(self.path)
        return UPLOAD if is_upload else BODY

    def received(self, data: bytes) -> int:
        consumed: int = super().received(data)
        begins = self.is_upload and not self.body_bytes_received and not self.completed
        channel = self.channel()
        if begins and channel and channel.uploads_of(self.client()) > UPLOADS_OF_ONE:
            self.error = TooManyUploads("")
            self.completed = True
        # Nobody is asked for a body that is refused, or that there is none of.
        self.expect_continue = self.expect_continue and not self.completed
        return consumed

    def client(self) -> str | None:
        """Who sends it: behind proxies of ours, whom the outermost of them names."""
        if not settings.PROXY_COUNT:
            channel = self.channel()
            return channel.client if channel else None
        named = self.headers.get("X_FORWARDED_FOR", "").split(",")
        return client_of(named[-settings.PROXY_COUNT :][0].strip())


class Channel(HTTPChannel):
    """A connection; one too many of an address is closed as soon as it is accepted."""

    def __init__(self, server: Any, sock: Any, addr: Any, adj: Any, map: Any = None) -> None:
        self.client = client_of(addr[0])
        super().__init__(server, sock, addr, adj, map=map)
        # Held loosely: a connection that ends frees what it kept on disk at once.
        self.parser_class = partial(Parser, ref(self))
        # Behind a proxy all come from its address: it has to count them itself.
        if self.client and not settings.PROXY_COUNT:
            channels = server.active_channels.values()
            same = sum(other.client == self.client for other in channels)
            self.will_close = same > CONNECTIONS_OF_ONE

    def uploads_of(self, client: str | None) -> int:
        """How many large bodies of it have not been dealt with, in this process."""
        return sum(
            parser.is_upload and parser.client() == client
            for channel in list(self.server.active_channels.values())
            for parser in [channel.request, *channel.requests]
            if parser is not None
        )


def has_cookie(header: str, name: str) -> bool:
    return any(part.partition("=")[0].strip() == name for part in header.split(";"))
