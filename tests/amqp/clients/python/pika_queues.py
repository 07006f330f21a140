"""pika: what queues are and when they go: limits, times, priorities."""

import time

import pika
from harness import case, run, unique, wait_for
from pika.exceptions import ChannelClosedByBroker
from pika_session import bodies, channel, count, get, put, queue


def gone(name: str) -> bool:
    """Tell whether a queue does not exist."""
    with channel() as ch:
        try:
            ch.queue_declare(name, passive=True)
        except ChannelClosedByBroker as error:
            return error.reply_code == 404
    return False


@case
def server_named() -> None:
    with channel() as ch:
        first = ch.queue_declare("", exclusive=True).method.queue
        second = ch.queue_declare("", exclusive=True).method.queue
        assert first.startswith("amq.gen-") and second.startswith("amq.gen-") and first != second
        ch.queue_bind("", "amq.direct", second)  # "" is the last declared
        ch.basic_publish("amq.direct", second, b"mine")
        assert bodies(ch, second, 1) == ["mine"]


@case
def exclusive_goes_with_its_connection() -> None:
    with channel() as ch:
        q = queue(ch)
        with channel() as other:
            try:
                other.queue_declare(q, passive=True)
                raise AssertionError("somebody else's exclusive queue was shown")
            except ChannelClosedByBroker as error:
                assert error.reply_code == 405, error
    wait_for("the queue gone", lambda: gone(q))


@case
def auto_delete_goes_with_its_last_consumer() -> None:
    with channel() as ch:
        q = queue(ch, exclusive=False, auto_delete=True)
        first = ch.basic_consume(q, lambda *_: None)
        second = ch.basic_consume(q, lambda *_: None)
        ch.basic_cancel(first)
        assert not gone(q)
        ch.basic_cancel(second)
        wait_for("the queue gone", lambda: gone(q))


@case
def message_ttl_of_queue_and_message() -> None:
    with channel() as ch:
        slow, fast = queue(ch), queue(ch, {"x-message-ttl": 200})
        put(ch, fast, "by queue")
        put(ch, slow, "by message", expiration="200")
        put(ch, fast, "shorter", expiration="50")
        wait_for("all expired", lambda: count(ch, fast) + count(ch, slow) == 0)
        put(ch, slow, "stays", expiration="60000")
        assert bodies(ch, slow, 1) == ["stays"]


@case
def ttl_of_zero_expires_unless_a_consumer_waits() -> None:
    with channel() as ch:
        q = queue(ch, {"x-message-ttl": 0})
        put(ch, q, "nobody")
        assert bodies(ch, q, 0) == []
        got = []
        ch.basic_consume(q, lambda ch, m, p, body: got.append(body), auto_ack=True)
        put(ch, q, "somebody")
        wait_for("delivery", lambda: ch.connection.process_data_events(0.05) or got)
        assert got == [b"somebody"]


@case
def expires_without_use() -> None:
    with channel() as ch:
        expires = {"x-expires": 2000}  # far longer than a pause, for a busy machine
        q = queue(ch, expires, exclusive=False)
        for _ in range(5):  # each use gives it its time again
            time.sleep(0.5)
            ch.queue_declare(q, exclusive=False, arguments=expires)
        wait_for("the queue gone", lambda: time.sleep(3) or gone(q))  # to look is a use


@case
def max_length_drops_the_head() -> None:
    with channel() as ch:
        q = queue(ch, {"x-max-length": 3})
        put(ch, q, *"abcdef")
        assert bodies(ch, q, 3) == ["d", "e", "f"]


@case
def max_length_bytes_drops_the_head() -> None:
    with channel() as ch:
        q = queue(ch, {"x-max-length-bytes": 10})
        put(ch, q, "aaaa", "bbbb", "cccc", "dd")
        assert bodies(ch, q, 3) == ["bbbb", "cccc", "dd"]


@case
def priorities() -> None:
    with channel() as ch:
        q = queue(ch, {"x-max-priority": 5})
        for body, priority in (("a", 1), ("b", 5), ("c", 0), ("d", 9), ("e", 1), ("f", None)):
            put(ch, q, body, priority=priority)
        assert bodies(ch, q, 6) == ["b", "d", "a", "e", "c", "f"]


@case
def lazy_mode_is_taken() -> None:
    with channel() as ch:
        q = queue(ch, {"x-queue-mode": "lazy"}, durable=True)
        put(ch, q, "a", delivery_mode=2)
        assert bodies(ch, q, 1) == ["a"]
        ch.queue_delete(q)


@case
def purge_and_delete_count() -> None:
    with channel() as ch:
        q = queue(ch)
        put(ch, q, *"abc")
        get(ch, q, auto_ack=False)
        assert ch.queue_purge(q).method.message_count == 2, "what is unacknowledged stays"
        put(ch, q, "d")
        assert ch.queue_delete(q).method.message_count == 1
        assert ch.queue_delete(q).method.message_count == 0, "of what is not there"


@case
def declared_again_counts_messages_and_consumers() -> None:
    with channel() as ch:
        q = queue(ch, exclusive=False, auto_delete=True)
        put(ch, q, "a", "b")
        ch.basic_qos(prefetch_count=1)
        ch.basic_consume(q, lambda *_: None)
        ok = ch.queue_declare(q, auto_delete=True).method
        assert (ok.queue, ok.message_count, ok.consumer_count) == (q, 1, 1), ok


@case
def durable_and_transient_messages_side_by_side() -> None:
    with channel() as ch:
        q = queue(ch, durable=True)
        put(ch, q, "transient")
        ch.basic_publish("", q, b"persistent", pika.BasicProperties(delivery_mode=2))
        assert bodies(ch, q, 2) == ["transient", "persistent"]
        ch.queue_delete(q, if_unused=True, if_empty=True)
        assert gone(q)


@case
def names_of_255_bytes() -> None:
    with channel() as ch:
        name = (unique("long") + "ü" * 127)[:240]
        name = name.encode()[:254].decode(errors="ignore")
        ch.queue_declare(name, exclusive=True)
        put(ch, name, "a")
        assert bodies(ch, name, 1) == ["a"]


run()
