"""pika: consuming: prefetch, order, requeue, recover, cancels, one at a time."""

from typing import Any

from harness import case, run, wait_for
from pika.adapters.blocking_connection import BlockingChannel
from pika_session import bodies, channel, connect, count, get, put, queue


class Inbox:
    """A consumer that only collects."""

    def __init__(self, ch: BlockingChannel, name: str, **options: Any) -> None:
        """Consume from a queue."""
        self.ch = ch
        self.tags: list[int] = []
        self.got: list[str] = []
        self.redelivered: list[bool] = []
        self.tag = ch.basic_consume(name, self._take, **options)

    def _take(self, _: Any, method: Any, __: Any, body: bytes) -> None:
        self.tags.append(method.delivery_tag)
        self.got.append(body.decode())
        self.redelivered.append(method.redelivered)

    def wait(self, number: int) -> list[str]:
        """Wait for so many, and see that no more come."""
        wait_for(f"{number} deliveries", lambda: self.pump(0.02) or len(self.got) >= number)
        self.pump(0.15)
        assert len(self.got) == number, self.got
        return self.got

    def pump(self, seconds: float) -> None:
        """Let pika take what has arrived."""
        self.ch.connection.process_data_events(seconds)


@case
def prefetch_holds_back() -> None:
    with channel() as ch:
        q = queue(ch)
        put(ch, q, *"abcdef")
        ch.basic_qos(prefetch_count=2)
        inbox = Inbox(ch, q)
        assert inbox.wait(2) == ["a", "b"]
        ch.basic_ack(inbox.tags[1], multiple=True)
        assert inbox.wait(4)[2:] == ["c", "d"]
        ch.basic_reject(inbox.tags[2], requeue=False)
        assert inbox.wait(5)[4:] == ["e"]


@case
def prefetch_per_consumer_and_per_channel() -> None:
    with channel() as ch:
        q = queue(ch)
        put(ch, q, *"abcdefghij")
        ch.basic_qos(prefetch_count=2)  # for each consumer from now on
        ch.basic_qos(prefetch_count=3, global_qos=True)  # for all of the channel
        first, second = Inbox(ch, q), Inbox(ch, q)
        wait_for("three deliveries", lambda: first.pump(0.05) or len(first.got + second.got) >= 3)
        first.pump(0.2)
        assert len(first.got) <= 2 and len(second.got) <= 2, (first.got, second.got)
        assert len(first.got + second.got) == 3, (first.got, second.got)


@case
def auto_ack_knows_no_prefetch() -> None:
    with channel() as ch:
        q = queue(ch)
        put(ch, q, *"abc")
        ch.basic_qos(prefetch_count=1)
        assert Inbox(ch, q, auto_ack=True).wait(3) == ["a", "b", "c"]


@case
def round_robin() -> None:
    with channel() as ch:
        q = queue(ch)
        inboxes = [Inbox(ch, q, auto_ack=True) for _ in range(3)]
        put(ch, q, *"abcdefghi")
        wait_for("all", lambda: inboxes[0].pump(0.02) or sum(len(i.got) for i in inboxes) == 9)
        assert sorted(i.got for i in inboxes) == [["a", "d", "g"], ["b", "e", "h"], ["c", "f", "i"]]


@case
def requeued_to_their_old_place() -> None:
    with channel() as ch:
        q = queue(ch)
        put(ch, q, *"abcde")
        tags = [get(ch, q, auto_ack=False)[0].delivery_tag for _ in range(4)]
        ch.basic_nack(tags[2], requeue=True)
        ch.basic_reject(tags[0], requeue=True)
        ch.basic_nack(tags[3], multiple=True, requeue=True)
        wait_for("all back", lambda: count(ch, q) == 5)
        found = [get(ch, q) for _ in range(5)]
        assert [body for _, _, body in found] == list("abcde")
        assert [method.redelivered for method, _, _ in found] == [True] * 4 + [False]


@case
def a_closed_channel_gives_back() -> None:
    connection = connect()
    ch, other = connection.channel(), connection.channel()
    q = queue(ch)
    put(ch, q, *"abc")
    assert get(ch, q, auto_ack=False)[2] == "a"
    assert get(ch, q, auto_ack=False)[2] == "b"
    ch.close()
    wait_for("all back", lambda: count(other, q) == 3)
    assert bodies(other, q, 3) == ["a", "b", "c"]
    connection.close()


@case
def recover_redelivers() -> None:
    with channel() as ch:
        q = queue(ch)
        put(ch, q, *"ab")
        inbox = Inbox(ch, q)
        inbox.wait(2)
        ch.basic_recover(requeue=True)
        assert inbox.wait(4) == ["a", "b", "a", "b"]
        assert inbox.redelivered == [False, False, True, True]


@case
def ack_zero_is_all() -> None:
    with channel() as ch:
        q = queue(ch)
        put(ch, q, *"abc")
        inbox = Inbox(ch, q)
        inbox.wait(3)
        ch.basic_ack(0, multiple=True)
        ch.basic_cancel(inbox.tag)
        ch.close()
    with channel() as ch:
        assert inbox.got == ["a", "b", "c"]


@case
def single_active_consumer() -> None:
    with channel() as ch:
        q = queue(ch, {"x-single-active-consumer": True})
        first, second = Inbox(ch, q, auto_ack=True), Inbox(ch, q, auto_ack=True)
        put(ch, q, *"ab")
        assert first.wait(2) == ["a", "b"] and second.got == []
        ch.basic_cancel(first.tag)
        put(ch, q, "c")
        assert second.wait(1) == ["c"]


@case
def consumer_priority() -> None:
    with channel() as ch:
        q = queue(ch)
        ch.basic_qos(prefetch_count=1)
        low, high = Inbox(ch, q), Inbox(ch, q, arguments={"x-priority": 10})
        put(ch, q, "a")
        assert high.wait(1) == ["a"]
        put(ch, q, "b")
        assert low.wait(1) == ["b"], "the high one is busy"


@case
def cancelled_when_the_queue_goes() -> None:
    with channel() as ch, channel() as other:
        q = queue(ch, exclusive=False)
        cancelled: list[str] = []
        ch.add_on_cancel_callback(lambda frame: cancelled.append(frame.method.consumer_tag))
        tag = ch.basic_consume(q, lambda *_: None)
        other.queue_delete(q)
        wait_for("the cancel", lambda: ch.connection.process_data_events(0.05) or cancelled)
        assert cancelled == [tag]


@case
def exclusive_consumer() -> None:
    with channel() as ch, channel() as other:
        q = queue(ch, exclusive=False, auto_delete=True)
        ch.basic_consume(q, lambda *_: None, exclusive=True)
        try:
            other.basic_consume(q, lambda *_: None)
            raise AssertionError("a second consumer was let in")
        except Exception as error:
            assert getattr(error, "reply_code", None) == 403, error


@case
def get_counts_what_is_left() -> None:
    with channel() as ch:
        q = queue(ch)
        put(ch, q, *"abc")
        assert get(ch, q)[0].message_count == 2
        assert get(ch, q)[0].message_count == 1
        assert get(ch, q)[0].message_count == 0
        assert ch.basic_get(q)[0] is None


@case
def flow_answers() -> None:
    with channel() as ch:
        assert ch.flow(True) is True


run()
