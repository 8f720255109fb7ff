"""What the server refuses before Django sees it, said in words for people."""

from html import escape

from waitress.task import ErrorTask

from contactsite.middleware import ON_EVERY_ANSWER

WORDS = {
    400: ("This request could not be read", "Go back, reload the page and try again."),
    413: (
        "This is too much to take in at once",
        "Nothing was stored. Go back and, if you were signed out meanwhile, sign in and try again."
        " Else send less: split a large file into smaller ones, each with the header line.",
    ),
    429: (
        "Too many uploads at once",
        "Nothing was stored. Several large files arrive from you or your network already: wait"
        " until they are through, then go back and try again.",
    ),
    431: ("This link is too long", "Go back and use fewer filters, or a shorter search."),
}
RETRY_AFTER = 60  # seconds, for programs that wait by themselves
# As every answer has them that Django gives; these pages load nothing at all.
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    **ON_EVERY_ANSWER,
}
PAGE = (
    '<!doctype html><html lang="en"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width">'
    '<meta name="color-scheme" content="light dark"><title>{title}</title>'
    "<h1>{title}</h1><p>{advice}</p></html>"
)


class RefusalTask(ErrorTask):
    """Answers like waitress's own, with a page in place of a line of English for programmers."""

    def execute(self) -> None:
        error = self.request.error
        status, headers, body = error.to_response(None)
        if error.code in WORDS:
            title, advice = map(escape, WORDS[error.code])
            body = PAGE.format(title=title, advice=advice).encode()
            headers = [("Content-Type", "text/html; charset=utf-8")]
        if error.code == 429:
            headers.append(("Retry-After", str(RETRY_AFTER)))
        self.status = status
        self.response_headers.extend([*headers, *HEADERS.items()])
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)
