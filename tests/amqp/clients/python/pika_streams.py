"""pika: streams, read from every kind of offset, and after kill -9."""

import contextlib
import datetime
import time
from typing import Any

import pika
from harness import case, restart_broker, run, wait_for
from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import (
    ChannelClosedByBroker,
    ConnectionClosedByBroker,
    ConnectionWrongStateError,
    StreamLostError,
)
from pika_session import channel, put, queue, refused

STREAM = {"x-queue-type": "stream"}


def stream(ch: BlockingChannel, *texts: str, **arguments: Any) -> str:
    """Declare a stream, and publish to it with confirms."""
    name = queue(ch, STREAM | arguments, durable=True)
    ch.confirm_delivery()
    put(ch, name, *texts)
    return name


def read(
    ch: BlockingChannel, name: str, offset: Any, number: int, prefetch: int = 0
) -> list[tuple[int, str]]:
    """Read so many messages from an offset on.

    With a prefetch that is less than the number each is acknowledged. None may
    be left over: pika would nack it, which no stream takes.
    """
    reader = ch.connection.channel()
    reader.basic_qos(prefetch_count=prefetch or number)
    found: list[tuple[int, str]] = []
    for method, properties, body in reader.consume(name, arguments={"x-stream-offset": offset}):
        found.append((properties.headers["x-stream-offset"], body.decode()))
        assert not method.redelivered
        if len(found) == number:
            break
        if prefetch:
            reader.basic_ack(method.delivery_tag)
    reader.close()
    return found


@case
def first_last_and_number() -> None:
    with channel() as ch:
        q = stream(ch, *"abcd")
        everything = [(0, "a"), (1, "b"), (2, "c"), (3, "d")]
        assert read(ch, q, "first", 4) == everything
        assert read(ch, q, "first", 4) == everything, "reading takes nothing away"
        assert read(ch, q, "last", 1) == everything[3:]
        assert read(ch, q, 2, 2) == everything[2:]
        assert read(ch, q, "1h", 4) == everything
        ch.queue_delete(q)


@case
def next_sees_what_comes() -> None:
    with channel() as ch, channel() as reader:
        q = stream(ch, "before")
        reader.basic_qos(prefetch_count=10)
        got: list[str] = []
        reader.basic_consume(
            q,
            lambda _ch, _m, _p, body: got.append(body.decode()),
            arguments={"x-stream-offset": "next"},
        )
        put(ch, q, "after")
        wait_for("the next message", lambda: reader.connection.process_data_events(0.05) or got)
        assert got == ["after"], got
        ch.queue_delete(q)


@case
def timestamp() -> None:
    with channel() as ch:
        q = stream(ch, "old")
        time.sleep(2.1)
        moment = datetime.datetime.now(datetime.UTC).replace(microsecond=0, tzinfo=None)
        put(ch, q, "new")
        assert read(ch, q, moment, 1) == [(1, "new")]
        ch.queue_delete(q)


@case
def prefetch_and_several_readers() -> None:
    with channel() as ch:
        q = stream(ch, *(f"{i}" for i in range(50)))
        assert read(ch, q, "first", 50, prefetch=1) == [(i, f"{i}") for i in range(50)]
        assert read(ch, q, 40, 10, prefetch=3) == [(i, f"{i}") for i in range(40, 50)]
        ch.queue_delete(q)


@case
def retention_drops_whole_segments() -> None:
    with channel() as ch:
        limits = {"x-max-length-bytes": 20_000, "x-stream-max-segment-size-bytes": 5_000}
        q = stream(ch, *("x" * 1000 + f"{i}" for i in range(100)), **limits)
        oldest, text = read(ch, q, "first", 1)[0]
        assert oldest > 0 and not text.endswith("x0"), (oldest, text)
        assert read(ch, q, 0, 1)[0] == (oldest, text), "what is gone is skipped"
        assert read(ch, q, "last", 1)[0][1] == "x" * 1000 + "99"
        ch.queue_delete(q)


@case
def offsets_last_over_a_kill() -> None:
    with channel() as ch:
        q = stream(ch, *(f"{i}" for i in range(100)))
        try:
            restart_broker()
            ch.connection.process_data_events(1)
        except (StreamLostError, ConnectionClosedByBroker, ConnectionWrongStateError):
            pass

    def found() -> Any:
        with channel() as ch, contextlib.suppress(ChannelClosedByBroker):
            return read(ch, q, "first", 100)

    assert wait_for("the stream is back", found) == [(i, f"{i}") for i in range(100)]
    with channel() as ch:
        ch.confirm_delivery()
        put(ch, q, "more")
        offset, text = read(ch, q, "last", 1)[0]
        assert offset >= 100 and text == "more", (offset, text)
        ch.queue_delete(q)


@case
def what_a_stream_is_not() -> None:
    with channel() as ch:
        q = stream(ch, "a")
        name = f"queue '{q}' in vhost '/'"
        limit = f"PRECONDITION_FAILED - consumer prefetch count is not set for '{name}'"
        refused(406, limit, lambda ch: ch.basic_consume(q, lambda *_: None))
        for text, action in (
            ("basic.get", lambda ch: ch.basic_get(q)),
            ("queue.purge", lambda ch: ch.queue_purge(q)),
        ):
            with channel() as other:
                try:
                    action(other)
                    raise AssertionError(f"{text} was taken")
                except ConnectionClosedByBroker as error:
                    whole = f"NOT_IMPLEMENTED - {text} not supported by stream queues {name}"
                    assert (error.reply_code, error.reply_text) == (540, whole), error
        ch.queue_delete(q)


@case
def properties_stay() -> None:
    with channel() as ch:
        q = stream(ch)
        sent = pika.BasicProperties(
            content_type="text/plain", message_id="m", headers={"n": 5, "s": "text"}
        )
        ch.basic_publish("", q, b"a", sent)
        ch.basic_qos(prefetch_count=1)
        for _method, properties, _body in ch.consume(q, arguments={"x-stream-offset": "first"}):
            assert (properties.content_type, properties.message_id) == ("text/plain", "m")
            assert properties.headers == {"n": 5, "s": "text", "x-stream-offset": 0}
            break
        ch.cancel()
        ch.queue_delete(q)


run()
