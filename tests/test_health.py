"""Alive, ready, and nothing more to learn for strangers."""

import os
import time

import pytest
from django.db import OperationalError, connection
from django.test import Client

from contactsite import heartbeat


def answer(path: str) -> tuple[int, bytes]:
    response = Client().get(path)
    return response.status_code, response.content


@pytest.fixture
def worker():
    with heartbeat.beating():
        deadline = time.monotonic() + 10
        while not heartbeat.is_heard():
            assert time.monotonic() < deadline
            time.sleep(0.01)
        yield


def test_a_process_is_alive_without_a_database_or_a_worker():
    assert answer("/healthz") == (200, b"ok")


def test_the_site_is_ready_with_a_database_and_a_worker(db, worker):
    assert answer("/readyz") == (200, b"ok")


def test_the_site_is_not_ready_without_a_worker(db, caplog):
    assert answer("/readyz") == (503, b"not ready")
    assert "no worker was heard of" in caplog.text


def test_the_site_is_not_ready_when_the_worker_fell_silent(db, worker):
    long_ago = time.time() - heartbeat.SILENCE - 1
    os.utime(heartbeat.file(), (long_ago, long_ago))

    assert answer("/readyz") == (503, b"not ready")


def test_the_site_is_not_ready_without_a_database(db, worker, caplog):
    def away(*_):
        raise OperationalError("postgres://user:secret@db.internal is away")

    with connection.execute_wrapper(away):
        assert answer("/readyz") == (503, b"not ready")

    assert "the database does not answer" in caplog.text
    assert "secret" not in caplog.text


def test_a_worker_that_ended_is_not_heard_of(worker, settings):
    assert heartbeat.is_heard()

    with heartbeat.beating():
        pass

    assert not heartbeat.is_heard()
