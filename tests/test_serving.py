"""`flask serve` on a host name with two addresses, as localhost has where IPv6 is on: both answer, and stamp what
arrives."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from http.client import HTTPConnection

import config
import server
from tests.servers import free_port, wait_for

HOST, BOTH = "both.example", ("127.0.0.1", "127.0.0.2")
resolve = socket.getaddrinfo


def found(host, *rest, **more):
    """What a name server would say of the host, and of every other; all else in these tests is real."""
    return [one for each in (BOTH if host == HOST else (host,)) for one in resolve(each, *rest, **more)]


def get(address: str, port: int, path: str = "/") -> tuple[int, str]:
    connection = HTTPConnection(address, port, timeout=20)
    connection.request("GET", path, headers={"Host": HOST})
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def test_each_address_of_a_host_stamps_the_arrival(settings, monkeypatch):
    config.use(settings)
    monkeypatch.setattr(socket, "getaddrinfo", found)

    def stamps(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [f"{environ['application.arrived']} {environ['application.complete']}".encode()]

    port, began = free_port(), time.time()
    listening = server.make(stamps, HOST, port)
    thread = threading.Thread(target=listening.run, daemon=True)
    thread.start()
    try:
        assert server.addresses(listening) == [f"http://{address}:{port}" for address in BOTH]
        for address in BOTH:
            status, text = get(address, port)
            arrived, complete = map(float, text.split())
            assert status == 200
            assert began <= arrived <= complete <= time.time()
    finally:
        listening.close()
        thread.join(5)


def test_flask_serve_answers_on_each_address_of_a_host_and_stops_when_told(app, settings):
    port = free_port()
    told = {
        "DATA_DIR": settings.data_dir,
        "SECRET_KEY": settings.secret_key,
        "FIELD_KEYS": settings.field_keys,
        "SMTP_URL": "smtp://localhost:25",
        "PUBLIC_URL": f"http://{HOST}:{port}",
    }
    command = "import socket; from flask.cli import main; from tests.test_serving import found; socket.getaddrinfo = found; main()"
    serving = subprocess.Popen(
        [sys.executable, "-c", command, "--app", "app", "serve", "--host", HOST, "--port", str(port)],
        cwd=config.HOUSE,
        env=config.without_settings(os.environ) | told,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        wait_for(port, serving)
        for address in BOTH:
            assert get(address, port, "/healthz")[0] == 200
    finally:
        serving.send_signal(signal.SIGTERM)
        said, warned = serving.communicate(timeout=20)
    assert said.split() == [f"http://{address}:{port}" for address in BOTH]
    assert "not set: OPERATOR or CONTROLLER, OPERATOR_ADDRESS" in warned  # and it serves all the same
    assert serving.returncode == 0
