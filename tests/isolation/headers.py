"""What every answer must carry, and must not tell."""

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
DIRECTIVES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
    "manifest-src": "'self'",
}


def policy(header: str) -> dict[str, str]:
    parts = [part.strip().partition(" ") for part in header.split(";")]
    return {name: value for name, _, value in parts}


def what_is_wrong(headers: dict[str, str]) -> dict[str, object]:
    wrong: dict[str, object] = {
        name: headers.get(name) for name, value in FIXED.items() if headers.get(name) != value
    }
    if policy(headers.get("Content-Security-Policy", "")) != DIRECTIVES:
        wrong["Content-Security-Policy"] = headers.get("Content-Security-Policy")
    if "no-store" not in headers.get("Cache-Control", ""):
        wrong["Cache-Control"] = headers.get("Cache-Control")
    kind = headers.get("Content-Type", "")
    if not kind or (kind.startswith("text/") and "charset=utf-8" not in kind):
        wrong["Content-Type"] = kind
    for telling in ("Server", "X-Powered-By", "Access-Control-Allow-Origin"):
        if telling in headers:
            wrong[telling] = headers[telling]
    return wrong
