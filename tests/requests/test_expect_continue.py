"""`Expect: 100-continue`: who asks before sending a body is told at once that it is refused."""

import socket

import pytest

MB = 1024 * 1024
UPLOAD = "POST /w/acme/imports/new/"


def asks(port: int, request: str, *headers: str) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=10)
    head = (f"{request} HTTP/1.1", "Host: 127.0.0.1", "Expect: 100-continue", *headers)
    connection.sendall("\r\n".join((*head, "", "")).encode())
    return connection


def all_said(connection: socket.socket) -> str:
    said = b""
    while received := connection.recv(65_536):
        said += received
    return said.decode()


@pytest.mark.parametrize(
    ("request_line", "headers"),
    [
        ("POST /accounts/login/", [f"Content-Length: {65 * 1024}"]),
        (UPLOAD, [f"Content-Length: {90 * MB}"]),
        (UPLOAD, [f"Content-Length: {200 * MB}", "Cookie: sessionid=x"]),
        ("POST /w/acme/contacts/new/", [f"Content-Length: {3 * MB}", "Cookie: sessionid=x"]),
    ],
)
def test_too_large_a_body_is_refused_before_it_is_asked_for(
    request_line: str, headers: list[str], port: int
):
    with asks(port, request_line, *headers) as connection:
        said = all_said(connection)

    assert said.startswith("HTTP/1.1 413 ")
    assert said.count("HTTP/1.1") == 1


def test_body_that_is_welcome_is_asked_for(port: int):
    with asks(port, "POST /", "Content-Length: 5", "Connection: close") as connection:
        assert connection.recv(65_536) == b"HTTP/1.1 100 Continue\r\n\r\n"

        connection.sendall(b"hello")

        assert all_said(connection).endswith("\r\n\r\nhello")


def test_request_without_a_body_is_answered(port: int):
    with asks(port, "GET /", "Connection: close") as connection:
        assert all_said(connection).startswith("HTTP/1.1 200 OK")
