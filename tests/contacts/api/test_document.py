"""The OpenAPI document is kept: whatever is asked, no answer is a server error or undocumented."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core import signals
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from contacts import api_tokens, audiences
from contacts.filters import ContactFilter
from contacts.models import Audience
from tests import factories

EXAMPLES = 60
PATHS = (
    "/api/v1/audiences",
    "/api/v1/audiences/{audience_id}",
    "/api/v1/audiences/{audience_id}/contacts",
    "/api/v1/contacts",
    "/api/v1/contacts/{contact_id}",
    "/api/v1/contacts/{contact_id}/interactions",
    "/api/v1/numbers/{phone}",
)


@pytest.fixture
def application() -> Iterator[WSGIHandler]:
    """The site as a server runs it, but in the test's own transaction: it stays open."""
    signals.request_started.disconnect(close_old_connections)
    signals.request_finished.disconnect(close_old_connections)
    yield get_wsgi_application()
    signals.request_started.connect(close_old_connections)
    signals.request_finished.connect(close_old_connections)


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_documented(path, acme, ada, settings, application):
    settings.API_REQUESTS_PER_MINUTE = 10**6
    contacts = [factories.make_contact(acme, list(acme.flags.all())[:n]) for n in (0, 1, 5)]
    audience = Audience(workspace=acme, name="All of them")
    audiences.save(audience, ContactFilter(QueryDict("added_since=2020-01-01"), acme), ada)
    _, secret = api_tokens.make(acme, ada, "Fuzz", may_log=True)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    # Made up ids find nothing: every other request names something that is there.
    there = {
        "audience_id": st.just(str(audience.uuid)),
        "contact_id": st.sampled_from([contact.pk for contact in contacts]),
        "phone": st.sampled_from([contact.phone for contact in contacts]),
    }
    method = "POST" if path.endswith("/interactions") else "GET"
    operation = schema[path][method]
    statuses = fuzz(operation, secret, there)
    if method == "POST":
        # Too much must be right at once to be made up in every run.
        right = operation.Case(
            path_parameters={"contact_id": contacts[0].pk},
            headers={"Idempotency-Key": "the-only-right-one"},
            body={"kind": "note", "text": "Asked for a call in May."},
            media_type="application/json",
        )
        statuses.add(ask(right, secret))

    assert statuses & {200, 201}
    assert statuses & {401, 404, 422}


def fuzz(operation: Any, secret: str, there: dict[str, st.SearchStrategy[Any]]) -> set[int]:
    """The statuses of the answers, each compared with the document."""
    statuses = set()

    cases = [operation.as_strategy(generation_mode=mode) for mode in GenerationMode]

    @given(case=st.one_of(cases), data=st.data())
    @settings(
        max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    def ask_something(case: Any, data: st.DataObject) -> None:
        if data.draw(st.booleans()):
            for parameters in (case.path_parameters, case.query):
                for name in set(parameters or ()) & set(there):
                    parameters[name] = data.draw(there[name])
        statuses.add(ask(case, secret))

    ask_something()
    return statuses


def ask(case: Any, secret: str) -> int:
    """The status of the answer, which is as the document says."""
    response = case.call_and_validate(
        headers={"Authorization": f"Bearer {secret}"},
        # The document does not tell which texts are cursors: no other text is one. And what was
        # made to be wrong may have been put right meanwhile.
        excluded_checks=[positive_data_acceptance, negative_data_rejection],
    )
    return int(response.status_code)
