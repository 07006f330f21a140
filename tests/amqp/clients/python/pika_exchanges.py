"""pika: every type of exchange, bindings between them, alternates, delays."""

import time

import pika
from harness import Skip, case, real_rabbitmq, run, unique
from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import ConnectionClosedByBroker
from pika_session import bodies, channel, get, queue


def exchange(ch: BlockingChannel, kind: str, **options: object) -> str:
    """Declare an exchange that goes with its last binding."""
    name = unique(kind)
    ch.exchange_declare(name, kind, auto_delete=True, **options)  # type: ignore[arg-type]
    return name


def send(ch: BlockingChannel, name: str, key: str, **properties: object) -> None:
    """Publish a body that is its own routing key."""
    ch.basic_publish(name, key, key.encode(), pika.BasicProperties(**properties))  # type: ignore[arg-type]


@case
def direct() -> None:
    with channel() as ch:
        x, a, b = exchange(ch, "direct"), queue(ch), queue(ch)
        ch.queue_bind(a, x, "one")
        ch.queue_bind(b, x, "one")
        ch.queue_bind(b, x, "two")
        for key in ("one", "two", "three"):
            send(ch, x, key)
        assert bodies(ch, a, 1) == ["one"]
        assert bodies(ch, b, 2) == ["one", "two"]


@case
def fanout_once_per_queue() -> None:
    with channel() as ch:
        x, a, b = exchange(ch, "fanout"), queue(ch), queue(ch)
        ch.queue_bind(a, x, "k")
        ch.queue_bind(a, x, "l")
        ch.queue_bind(b, x)
        send(ch, x, "k")
        assert bodies(ch, a, 1) == ["k"]
        assert bodies(ch, b, 1) == ["k"]


@case
def topic_patterns() -> None:
    words = ["a", "b", "a.b", "a.b.c", "a.x.b", "a.b.b", "", "a..b", "x.a", "a.b.c.d"]
    wanted = {
        "a": ["a"],
        "*": ["a", "b"],  # "" has no word
        "a.*": ["a.b"],
        "*.*": ["a.b", "x.a"],
        "a.#": ["a", "a.b", "a.b.c", "a.x.b", "a.b.b", "a..b", "a.b.c.d"],
        "#.b": ["b", "a.b", "a.x.b", "a.b.b", "a..b"],
        "a.#.b": ["a.b", "a.x.b", "a.b.b", "a..b"],
        "a.*.b": ["a.x.b", "a.b.b", "a..b"],
        "#.a.#": ["a", "a.b", "a.b.c", "a.x.b", "a.b.b", "a..b", "x.a", "a.b.c.d"],
        "*.#.*": ["a.b", "a.b.c", "a.x.b", "a.b.b", "a..b", "x.a", "a.b.c.d"],
        "#": words,
        "#.#": words,
        "a.b.c.d.#": ["a.b.c.d"],
    }
    with channel() as ch:
        x = exchange(ch, "topic")
        queues = {pattern: queue(ch) for pattern in wanted}
        for pattern, q in queues.items():
            ch.queue_bind(q, x, pattern)
        for word in words:
            send(ch, x, word)
        for pattern, q in queues.items():
            assert bodies(ch, q, len(wanted[pattern])) == wanted[pattern], pattern


@case
def headers_all_and_any() -> None:
    with channel() as ch:
        x, both, either, present = exchange(ch, "headers"), queue(ch), queue(ch), queue(ch)
        ch.queue_bind(both, x, arguments={"x-match": "all", "a": 1, "b": "two"})
        ch.queue_bind(either, x, arguments={"x-match": "any", "a": 1, "b": "two"})
        ch.queue_bind(present, x, arguments={"a": None})
        send(ch, x, "both", headers={"a": 1, "b": "two", "c": 3})
        send(ch, x, "half", headers={"a": 1, "b": "three"})
        send(ch, x, "none", headers={"a": 2})
        send(ch, x, "without")
        assert bodies(ch, both, 1) == ["both"]
        assert bodies(ch, either, 2) == ["both", "half"]
        assert bodies(ch, present, 3) == ["both", "half", "none"]


@case
def default_exchange_and_the_amq_set() -> None:
    with channel() as ch:
        q = queue(ch)
        for name, kind in {"": "direct", "amq.direct": "direct", "amq.fanout": "fanout", "amq.topic": "topic",
                           "amq.headers": "headers", "amq.match": "headers"}.items():  # fmt: skip
            if name:
                ch.exchange_declare(name, kind, durable=True)
                ch.exchange_declare(name, passive=True)
        ch.queue_bind(q, "amq.direct", q)
        send(ch, "amq.direct", q)
        send(ch, "", q)
        assert bodies(ch, q, 2) == [q, q]


@case
def alternate() -> None:
    with channel() as ch:
        rest, q, kept = exchange(ch, "fanout"), queue(ch), queue(ch)
        ch.queue_bind(q, rest)
        x = exchange(ch, "direct", arguments={"alternate-exchange": rest})
        ch.queue_bind(kept, x, "known")
        send(ch, x, "known")
        send(ch, x, "unknown")
        assert bodies(ch, kept, 1) == ["known"]
        assert bodies(ch, q, 1) == ["unknown"]


@case
def exchange_to_exchange_and_unbind() -> None:
    with channel() as ch:
        front, back, q = exchange(ch, "topic"), exchange(ch, "direct"), queue(ch)
        ch.exchange_bind(back, front, "a.*")
        ch.queue_bind(q, back, "a.b")
        send(ch, front, "a.b")
        send(ch, front, "a.c")
        assert bodies(ch, q, 1) == ["a.b"]
        ch.queue_bind(q, back, "other")  # else back goes with its last binding
        ch.queue_unbind(q, back, "a.b")
        send(ch, front, "a.b")
        assert bodies(ch, q, 0) == []
        ch.exchange_unbind(back, front, "a.*")


@case
def a_cycle_of_exchanges_delivers_once() -> None:
    with channel() as ch:
        a, b, q = exchange(ch, "fanout"), exchange(ch, "fanout"), queue(ch)
        ch.exchange_bind(a, b)
        ch.exchange_bind(b, a)
        ch.queue_bind(q, a)
        send(ch, b, "round")
        assert bodies(ch, q, 1) == ["round"]


@case
def internal_takes_no_publish() -> None:
    with channel() as ch:
        x, q = exchange(ch, "fanout", internal=True), queue(ch)
        ch.queue_bind(q, x)
        front = exchange(ch, "fanout")
        ch.exchange_bind(x, front)
        send(ch, front, "through")
        assert bodies(ch, q, 1) == ["through"]


@case
def auto_delete_goes_with_its_last_binding() -> None:
    with channel() as ch:
        x, q = exchange(ch, "direct"), queue(ch)
        ch.queue_bind(q, x, "k")
        ch.queue_unbind(q, x, "k")
        with channel() as other:
            try:
                other.exchange_declare(x, passive=True)
            except Exception as error:
                assert getattr(error, "reply_code", None) == 404, error
                return
        raise AssertionError("still there")


@case
def delayed_message() -> None:
    if real_rabbitmq():
        raise Skip("RabbitMQ has x-delayed-message only as a plugin, which Debian lacks")
    with channel() as ch:
        x, q = unique("delayed"), queue(ch)
        try:
            ch.exchange_declare(
                x, "x-delayed-message", auto_delete=True, arguments={"x-delayed-type": "direct"}
            )
        except ConnectionClosedByBroker as error:
            raise AssertionError(f"no such type: {error}") from error
        ch.queue_bind(q, x, "late")
        began = time.monotonic()
        ch.basic_publish(x, "late", b"second", pika.BasicProperties(headers={"x-delay": 600}))
        ch.basic_publish(x, "late", b"first", pika.BasicProperties(headers={"x-delay": 200}))
        ch.basic_publish(x, "late", b"now")
        assert get(ch, q)[2] == "now"
        assert get(ch, q)[2] == "first"
        assert time.monotonic() - began >= 0.2
        assert get(ch, q)[2] == "second"
        assert time.monotonic() - began >= 0.6


run()
