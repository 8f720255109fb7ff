"""Who may ask: a token in the Authorization header, and not too often."""

from django.http import HttpRequest
from ninja.security import HttpBearer

from contacts import api_tokens
from contacts.models import ApiToken
from workspaces.models import Workspace


class TooManyRequests(Exception):
    """The minute's limit of the token is used up; `seconds` until the next."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Wait {seconds} s.")
        self.seconds = seconds


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
