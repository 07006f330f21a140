"""The broker of this process, reached by a client library through a socket."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pika
import pytest
from pika.exceptions import (
    AMQPConnectionError,
    ChannelClosedByBroker,
    ProbableAuthenticationError,
)
from twelvefold import AMQP, serve
from twelvefold.errors import NotAllowedError, StorageError

from . import children


def connect(url: str) -> pika.BlockingConnection:
    return pika.BlockingConnection(pika.URLParameters(url))


def test_pika_and_a_session_see_the_same_queues(amqp_broker: AMQP) -> None:
    assert amqp_broker.url is not None
    with amqp_broker.session() as session, connect(amqp_broker.url) as connection:
        channel = connection.channel()
        channel.confirm_delivery()
        channel.queue_declare("q", durable=True)
        channel.basic_publish("", "q", b"from pika", mandatory=True)
        message = session.get("q")
        assert message is not None
        assert message.body == b"from pika"
        message.ack()

        session.publish("from here", routing_key="q", headers={"n": 1})
        for method, properties, body in channel.consume("q", inactivity_timeout=300):
            assert (body, properties.headers) == (b"from here", {"n": 1})
            channel.basic_ack(method.delivery_tag)
            break
        channel.cancel()
        with pytest.raises(ChannelClosedByBroker, match="NOT_FOUND - no queue 'none' in vhost '/'"):
            channel.queue_declare("none", passive=True)


@pytest.mark.parametrize("turn", [1, 2])
def test_the_fixture_is_empty_for_each_test(amqp_broker: AMQP, turn: int) -> None:
    with amqp_broker.session() as session:
        assert amqp_broker.stats()["queues"] == 0
        session.queue_declare("left-behind", durable=True)


def test_a_disk_that_is_nearly_full_blocks_publishers(tmp_path: Path) -> None:
    with AMQP(tmp_path / "mq", disk_free_limit=1 << 62) as broker:
        connection = connect(broker.serve())  # nothing is read from it any more, a close neither
        reasons: list[str] = []
        connection.add_on_connection_blocked_callback(
            lambda _, frame: reasons.append(frame.method.reason)
        )
        connection.channel().basic_publish("", "q", b"")
        for _ in range(60):
            connection.process_data_events(time_limit=1)
            if reasons:
                break
        assert reasons == ["low on disk"]


def test_passwords_and_urls() -> None:
    with AMQP(user="a/b", password="p@ss:w?rd") as broker:
        url = broker.serve()
        connect(url).close()
        with pytest.raises(ProbableAuthenticationError):
            connect(url.replace("p%40ss", "wrong"))


def test_serving_ends_and_begins_again() -> None:
    with AMQP() as broker:
        assert broker.url is None
        url = broker.serve()
        assert broker.url == url
        with pytest.raises(NotAllowedError, match="listens already"):
            broker.serve()
        port = urlsplit(url).port
        assert port
        broker.stop_serving()
        broker.stop_serving()
        assert broker.url is None
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port))
        with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(StorageError):
            broker.serve(taken.getsockname()[1])
        connect(broker.serve()).close()


def test_nothing_stays_open(tmp_path: Path) -> None:
    """Neither the sockets of listeners and clients, nor files."""

    def use(n: int) -> None:
        with AMQP(tmp_path if n % 2 else None) as broker, broker.session():
            connection = connect(broker.serve())
            connection.channel().queue_declare("q", durable=True)
            if n % 3:
                connection.close()
                broker.stop_serving()
            else:
                broker.close()
                with pytest.raises(AMQPConnectionError):
                    connection.process_data_events(300)

    use(0)  # what is opened once and for all
    before = children.descriptors()
    for n in range(20):
        use(n)
    assert children.descriptors() <= before


def test_a_durable_broker_serves_and_syncs(tmp_path: Path) -> None:
    with AMQP(tmp_path) as broker, broker.session() as session:
        with connect(broker.serve()) as connection:
            channel = connection.channel()
            channel.confirm_delivery()
            channel.queue_declare("q", durable=True)
            channel.basic_publish("", "q", b"1", pika.BasicProperties(delivery_mode=2))
            session.publish("2", routing_key="q", persistent=True)
        broker.stop_serving()
        session.publish("3", routing_key="q", persistent=True)
    with AMQP(tmp_path) as broker, broker.session() as session:
        assert session.queue_declare("q", passive=True).message_count == 3


def test_the_server_as_a_child_has_the_broker_too(tmp_path: Path) -> None:
    with serve(only=["amqp"], data=tmp_path) as server, socket.socket() as client:
        address = urlsplit(server.urls["amqp"])
        client.connect((address.hostname, address.port))
        client.sendall(b"AMQP\0\0\x09\x01")
        assert client.recv(1) == b"\x01"


def test_the_plugin_works_in_a_project_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(
        "import sys\n"
        "def test_lazy(): assert 'twelvefold' not in sys.modules\n"
        "def test_url(amqp_broker): assert amqp_broker.url.startswith('amqp://guest:guest@127')\n"
    )
    import twelvefold

    path = str(Path(twelvefold.__file__).parents[1])
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "pytest_twelvefold", str(tmp_path)],
        env={**os.environ, "PYTHONPATH": path, "PYTEST_ADDOPTS": ""},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "2 passed" in run.stdout, run.stdout + run.stderr
