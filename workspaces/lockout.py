"""Whoever guesses passwords is locked out: by the name and the address that django-axes counts."""

from ipaddress import ip_address

from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """Where the request came from, None where that is no address (a socket of the machine).

    The server has put there what PROXY_COUNT proxies of ours say; what else a client writes into
    headers is not looked at, or strangers could choose whom they lock out.
    """
    try:
        # Behind a "%" stands the network card of this machine: no database knows it.
        return str(ip_address(request.META.get("REMOTE_ADDR", "").partition("%")[0]))
    except ValueError:
        return None
