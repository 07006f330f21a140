"""kombu, as Celery uses it: serializers, simple queues, mixins, broadcast."""

import contextlib
import os
import socket
import ssl
import time
from collections.abc import Iterator
from typing import Any

from harness import AMQP_URL, PATIENCE, case, restart_broker, run, unique, wait_for
from kombu import Connection, Consumer, Exchange, Producer, Queue
from kombu.mixins import ConsumerMixin
from kombu.pidbox import Mailbox
from kombu.pools import producers


@contextlib.contextmanager
def connection(**options: Any) -> Iterator[Connection]:
    """Open a connection by py-amqp."""
    with Connection(AMQP_URL.replace("amqp://", "pyamqp://"), **options) as opened:
        opened.connect()
        yield opened


def drain(opened: Connection, got: list[Any], number: int) -> None:
    """Wait for so many."""
    end = time.monotonic() + PATIENCE
    while len(got) < number:
        assert time.monotonic() < end, got
        with contextlib.suppress(socket.timeout):
            opened.drain_events(timeout=0.5)


@case
def every_serializer_and_compression() -> None:
    with connection() as c:
        q = Queue(
            unique("kombu"),
            Exchange(unique("x"), "direct", auto_delete=True, durable=False),
            "k",
            exclusive=True,
        )
        got: list[Any] = []

        def take(body: Any, message: Any) -> None:
            got.append(body)
            message.ack()

        with Consumer(c, q, callbacks=[take], accept=["json", "pickle", "text/plain"]):
            producer = Producer(c, q.exchange, "k")
            data = {"a": [1, "two", None], "ü": 1.5}
            producer.publish(data, serializer="json", declare=[q])
            producer.publish(data, serializer="pickle", compression="zlib")
            producer.publish("text", content_type="text/plain", content_encoding="utf-8")
            drain(c, got, 3)
        assert got == [data, data, "text"]


@case
def simple_queue() -> None:
    with connection() as c:
        q = c.SimpleQueue(unique("simple"))
        for i in range(5):
            q.put({"i": i})
        wait_for("all", lambda: q.qsize() == 5)
        for i in range(5):
            message = q.get(timeout=PATIENCE)
            assert message.payload == {"i": i}
            message.ack()
        assert q.qsize() == 0
        q.close()
        q.queue(c.default_channel).delete()


@case
def confirmed_publishing_by_the_pool() -> None:
    with (
        connection(transport_options={"confirm_publish": True}) as c,
        producers[c].acquire(block=True) as producer,
    ):
        q = Queue(unique("pool"), expires=60)
        for i in range(20):
            producer.publish({"i": i}, routing_key=q.name, declare=[q], retry=True)
        assert q(c.default_channel).queue_declare(passive=True).message_count == 20
        q(c.default_channel).delete()


@case
def reject_and_requeue() -> None:
    with connection() as c:
        q = Queue(unique("requeue"), exclusive=True)
        got: list[tuple[Any, bool]] = []

        def take(body: Any, message: Any) -> None:
            got.append((body, message.delivery_info["redelivered"]))
            message.requeue() if len(got) == 1 else message.ack()

        with Consumer(c, q, callbacks=[take], prefetch_count=1):
            Producer(c).publish("a", routing_key=q.name)
            Producer(c).publish("b", routing_key=q.name)
            drain(c, got, 3)
        assert got == [("a", False), ("a", True), ("b", False)]


@case
def queue_settings_become_arguments() -> None:
    with connection() as c:
        q = Queue(unique("settings"), expires=60, message_ttl=0.05, max_length=2, max_priority=5)(
            c.default_channel
        )
        q.declare()
        for i in range(4):
            Producer(c).publish(i, routing_key=q.name)
        assert q.queue_declare(passive=True).message_count <= 2
        time.sleep(0.3)
        assert q.queue_declare(passive=True).message_count == 0
        q.delete()


@case
def mailbox_broadcast_as_celery_control_does() -> None:
    with connection() as c:
        box = Mailbox(unique("box"), type="fanout")(c)
        heard: list[Any] = []
        node = box.Node("node1@here", state=None, channel=c.default_channel)
        node.handlers["note"] = lambda state, **arguments: heard.append(arguments)
        with node.listen(), connection() as caller:
            box(caller).abcast("note", {"n": 1})
            box(caller).cast(["node1@here"], "note", {"n": 2})
            box(caller).cast(["somebody@else"], "note", {"n": 3})
            drain(c, heard, 2)
        assert heard == [{"n": 1}, {"n": 2}]


@case
def heartbeats_by_hand() -> None:
    with connection(heartbeat=2) as c:
        for _ in range(12):
            c.heartbeat_check(rate=4)
            with contextlib.suppress(socket.timeout):
                c.drain_events(timeout=0.5)
        assert c.connected


@case
def TLS() -> None:
    options = {
        "ca_certs": os.environ["CA_FILE"],
        "cert_reqs": ssl.CERT_REQUIRED,
        "server_hostname": "localhost",
    }
    url = os.environ["TLS_URL"].replace("amqps://", "pyamqp://")
    with Connection(url, ssl=options, connect_timeout=PATIENCE) as c:
        q = c.SimpleQueue(unique("tls"), queue_opts={"exclusive": True})
        q.put("secret")
        assert q.get(timeout=PATIENCE).payload == "secret"


@case
def wrong_password_is_access_refused() -> None:
    url = AMQP_URL.replace("amqp://guest:guest", "pyamqp://guest:wrong")
    with Connection(url, connect_timeout=PATIENCE) as c:
        try:
            c.connect()
        except c.connection_errors + c.channel_errors as error:
            assert "ACCESS_REFUSED" in str(error), error
            return
    raise AssertionError("let in")


@case
def consumer_mixin_comes_back_after_a_kill() -> None:
    """ConsumerMixin reconnects and declares again; what was there is delivered."""
    q = Queue(unique("mixin"), durable=True)
    got: list[str] = []

    class Worker(ConsumerMixin):
        def __init__(self, c: Connection) -> None:
            self.connection = c

        def get_consumers(self, Consumer: Any, channel: Any) -> list[Any]:
            return [Consumer(q, callbacks=[self.take])]

        def take(self, body: str, message: Any) -> None:
            got.append(body)
            message.ack()
            if got == ["first"]:
                restart_broker()
                with connection(transport_options={"confirm_publish": True}) as other:
                    Producer(other).publish("second", routing_key=q.name, delivery_mode=2)
            elif body == "second":
                self.should_stop = True

    with connection() as c:
        q(c.default_channel).declare()
        Producer(c).publish("first", routing_key=q.name, delivery_mode=2)
        worker = Worker(c)
        worker.run()
        assert got[-1] == "second" and set(got) == {"first", "second"}, got
    with connection() as c:
        q(c.default_channel).delete()


run()
