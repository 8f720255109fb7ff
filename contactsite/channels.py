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
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.utilities import Error, RequestEntityTooLarge

from contactsite.addresses import client_of
from contactsite.chunks import Chunks
from contactsite.sender_lookup import SenderLookup

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
# Of an address: an office has one.
UPLOADS_OF_ONE = 8
# A person waits for one, and may have begun it once more.
UPLOADS_OF_SESSION = 2
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
    # For the log, also where the head could not be read.
    path = ""
    # What a cookie and a header name; whether there is such a session or token has to be looked up.
    session: str | None = None
    token: str | None = None
    is_doubtful = False
    is_upload = False

    def __init__(self, channel: "ref[Channel]", adj: Any) -> None:
        super().__init__(adj)
        self.channel = channel

    def parse_header(self, header_plus: bytes) -> None:
        try:
            super().parse_header(header_plus)
        except ValueError as error:
            # A length too long for int(), half a bracket in the address: waitress expects neither.
            raise ParsingError("") from error
        if self.chunked:
            self.body_rcv = Chunks(self.body_rcv.getbuf())
        self.session = cookie(self.headers.get("COOKIE", ""), settings.SESSION_COOKIE_NAME)
        self.token = bearer(self.headers.get("AUTHORIZATION", ""))
        limit = self.largest_body()
        is_large = self.chunked or self.content_length > STRANGERS_BODY
        self.is_doubtful = is_large and (self.session, self.token) != (None, None)
        self.is_upload = limit == UPLOAD and (self.chunked or self.content_length > BODY)
        self.adj = copy(self.adj)
        self.adj.max_request_body_size = limit

    def largest_body(self) -> int:
        """In bytes, by what the head says; nobody was looked up yet."""
        if self.session is None:
            return STRANGERS_BODY if self.token is None else BODY
        is_upload = self.command == "POST" and UPLOAD_PATH.fullmatch(self.path)
        return UPLOAD if is_upload else BODY

    def received(self, data: bytes) -> int:
        consumed: int = super().received(data)
        begins = self.is_upload and not self.body_bytes_received and not self.completed
        channel = self.channel()
        if begins and channel and channel.has_too_many_uploads(self):
            self.refuse(TooManyUploads(""))
        # Nobody is asked for a body that is refused, or that there is none of.
        self.expect_continue = self.expect_continue and not self.completed
        return consumed

    def refuse(self, error: Error) -> None:
        self.error = error
        self.completed = True

    def client(self) -> str | None:
        """Who sends it: behind proxies of ours, whom the outermost of them names.

        None where that is no address.
        """
        if not settings.PROXY_COUNT:
            channel = self.channel()
            return channel.client if channel else None
        named = self.headers.get("X_FORWARDED_FOR", "").split(",")
        return client_of(named[-settings.PROXY_COUNT :][0].strip())


class Channel(HTTPChannel):
    """A connection; one too many of an address is closed as soon as it is accepted."""

    request: Any

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

    def has_too_many_uploads(self, parser: Parser) -> bool:
        """Whether with this one too many large bodies have not been dealt with, in this process."""
        uploads = [
            other
            for channel in list(self.server.active_channels.values())
            for other in [channel.request, *channel.requests]
            if other is not None and other.is_upload
        ]
        client = parser.client()
        return sum(other.session == parser.session for other in uploads) > UPLOADS_OF_SESSION or (
            # Without an address all would count as one.
            client is not None
            and sum(other.client() == client for other in uploads) > UPLOADS_OF_ONE
        )

    def received(self, data: bytes) -> bool:
        taken: bool = super().received(data)
        if self.is_in_doubt():
            request = self.request
            self.server.add_task(SenderLookup(ref(self), request.session, request.token))
        return taken

    def readable(self) -> bool:
        """Nothing more is taken in while the sender of a large body is looked up."""
        return bool(super().readable()) and not self.is_in_doubt()

    def send_continue(self) -> None:
        if not self.is_in_doubt():
            super().send_continue()

    def _flush_some(self, do_close: bool = True) -> bool:
        """Send what waits; waitress takes no lock where it thinks that nobody else would send."""
        with self.outbuf_lock:  # whoever has it may take it again
            sent: bool = super()._flush_some(do_close)
        return sent

    def is_in_doubt(self) -> bool:
        request = self.request  # once: another thread may take it away
        return request is not None and request.is_doubtful

    def settle(self, is_known: bool) -> None:
        """Go on with the large body, or refuse it; from another thread than the rest."""
        try:
            with self.requests_lock:
                request = self.request
                request.is_doubtful = False
                if self.will_close or self.close_when_flushed:
                    return
                if not is_known:
                    request.refuse(RequestEntityTooLarge(""))
                    self.request = None
                    self.requests.append(request)
                    if len(self.requests) == 1:
                        self.server.add_task(self)
                elif request.expect_continue and not (self.requests or self.sent_continue):
                    self.send_continue()
        finally:
            # However it ended: the thread that serves all connections looks at this one again.
            self.server.pull_trigger()


def bearer(header: str) -> str | None:
    """The token that the header names, read as the API reads it."""
    scheme, _, token = header.partition(" ")
    return token if scheme.lower() == "bearer" else None


def cookie(header: str, name: str) -> str | None:
    """What the cookie of this name says; the last one counts, without its quotes, as for Django."""
    parts = (part.partition("=") for part in header.split(";"))
    found = {key.strip(): value.strip() for key, _, value in parts}.get(name)
    if found and len(found) > 1 and found[0] == found[-1] == '"':
        return found[1:-1]
    return found
