"""Who may ask: a token in the Authorization header, and not too often."""

from django.conf import settings
from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security import HttpBearer

from contacts import api_tokens
from contacts.models import ApiToken
from workspaces.models import Workspace


class TooManyRequests(Exception):
    """The minute's limit of the token is used up; `seconds` until the next."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Wait {seconds} s.")
        self.seconds = seconds


class NotAllowed(Exception):
    """The token has not the right that this needs."""


class TokenRequest(HttpRequest):
    """A request that passed `TokenAuth`."""

    auth: ApiToken

    @property
    def workspace(self) -> Workspace:
        return self.auth.workspace


class TokenAuth(HttpBearer):
    """Takes `Authorization: Bearer ct_…`; a cookie opens nothing here."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """The token. Raises TooManyRequests."""
        found = api_tokens.find(token)
        if found is not None and (seconds := api_tokens.count_request(found)):
            raise TooManyRequests(seconds)
        return found


class LoggingTokenAuth(TokenAuth):
    """Lets tokens in that may log interactions. All this comes before the body is read."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """The token. Raises TooManyRequests, NotAllowed, HttpError (the body is too large)."""
        found = super().authenticate(request, token)
        if found is None:
            return None
        if not found.may_log:
            raise NotAllowed
        length = request.META.get("CONTENT_LENGTH") or ""
        if length.isdecimal() and int(length[:18]) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise HttpError(413, "This is too much for one interaction.")
        return found
