"""What a start in production refuses, and what any start makes: a folder, a developer's key."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key


def make_private(folder: Path) -> None:
    """Make a folder that only our user opens; one that is there keeps the rights it was given."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def development_secret_key(folder: Path) -> str:
    """The key of this development machine, made once: sign-ins survive a restart."""
    file = folder / "development-secret-key"
    if not file.exists():
        make_private(folder)
        file.write_text(get_random_secret_key())
        file.chmod(0o600)
    return file.read_text()


def is_weak(key: str) -> bool:
    """Whether a key could be guessed, or was made for development."""
    return len(key) < 50 or len(set(key)) < 5 or key.startswith("django-insecure")


def refuse_unsafe_start(secret_key: str, allowed_hosts: list[str]) -> None:
    """Production does not start with a guessable secret or an open host list.

    Raises ImproperlyConfigured with the remedy.
    """
    if is_weak(secret_key):
        raise ImproperlyConfigured(
            "SECRET_KEY is missing or weak: set it to at least 50 random characters, or set"
            " DEBUG=true on a development machine."
        )
    if not allowed_hosts or "*" in allowed_hosts:
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS must name the hosts this site is served under, for example"
            " ALLOWED_HOSTS=contacts.example.com (an asterisk is refused)."
        )
