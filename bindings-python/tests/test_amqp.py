"""The broker as Python users see it; what it does itself is in the conformance cases."""

from __future__ import annotations

import gc
import pickle
import threading
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from twelvefold import AMQP, AMQPError
from twelvefold._testing import Clock
from twelvefold.amqp import Queue, Session
from twelvefold.errors import (
    ClosedError,
    InvalidArgumentError,
    LimitExceededError,
    LockedError,
    NotAllowedError,
    NotFoundError,
    UnknownCommandError,
)

from . import children


@pytest.fixture
def session() -> Iterator[Session]:
    with AMQP() as broker, broker.session() as session:
        session.queue_declare("q")
        yield session


def test_a_message_goes_through_whole(session: Session) -> None:
    body = bytes(range(256)) * 1000
    headers = {
        "text": "é",
        "bytes": b"\0\xff",
        "when": datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
        "list": [1, 2.5, True, None, {"deep": -(1 << 40)}],
    }
    session.publish(
        body,
        routing_key="q",
        headers=headers,
        properties={"content_type": "x/y", "timestamp": 7, "priority": 3},
        persistent=True,
    )
    message = session.get("q")
    assert message is not None
    assert message.body == body
    assert message.headers == headers
    assert message.properties == {
        "content_type": "x/y",
        "timestamp": 7,
        "priority": 3,
        "delivery_mode": 2,
    }
    assert (message.exchange, message.routing_key) == ("", "q")
    assert (message.delivery_tag, message.redelivered) == (1, False)
    assert (message.message_count, message.consumer_tag) == (0, None)
    assert "routing_key='q'" in repr(message)
    message.ack()
    assert session.get("q") is None


@pytest.mark.parametrize("body", ["é", "é".encode(), bytearray(b"a"), memoryview(b"b"), b"", ""])
def test_bodies_are_text_or_bytes_of_any_kind(session: Session, body: str | bytes) -> None:
    session.publish(body, routing_key="q")
    message = session.get("q", no_ack=True)
    assert message is not None
    assert message.body == (body.encode() if isinstance(body, str) else bytes(body))
    with pytest.raises(TypeError, match="body must be str or bytes-like"):
        session.publish(None, routing_key="q")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="a field table can't hold a set"):
        session.publish("", routing_key="q", headers={"x": set()})


def test_exchanges_route(session: Session) -> None:
    session.exchange_declare("logs", "topic")
    session.exchange_declare("all", "fanout")
    session.exchange_bind("all", "logs", "#")
    session.queue_bind("q", "logs", "*.error")
    assert session.queue_declare("copy") == Queue("copy", 0, 0)
    session.queue_bind("copy", "all")
    session.publish("a", exchange="logs", routing_key="db.error")
    session.publish("b", exchange="logs", routing_key="db.info")
    assert session.queue_declare("q", passive=True).message_count == 1
    assert session.queue_declare("copy", passive=True).message_count == 2
    session.queue_unbind("q", "logs", "*.error")
    session.publish("c", exchange="logs", routing_key="db.error")
    assert session.queue_purge("q") == 1
    assert session.queue_delete("copy") == 3
    session.exchange_delete("all")
    with pytest.raises(NotFoundError, match="no exchange 'all' in vhost '/'"):
        session.exchange_declare("all", passive=True)


def test_settling(session: Session) -> None:
    for body in "abc":
        session.publish(body, routing_key="q")
    first, second, third = (session.get("q") for _ in range(3))
    assert first is not None
    assert second is not None
    assert third is not None
    second.ack(multiple=True)
    third.nack()
    again = session.get("q")
    assert again is not None
    assert (again.body, again.redelivered) == (b"c", True)
    again.reject()
    assert session.get("q") is None
    with pytest.raises(AMQPError, match="PRECONDITION_FAILED - unknown delivery tag 1"):
        first.ack()


def test_publish_tells_what_became_of_it(session: Session) -> None:
    session.publish("nobody wants it", routing_key="none")
    for confirm in (True, False):
        with pytest.raises(NotFoundError, match="NO_ROUTE") as lost:
            session.publish("x", routing_key="none", mandatory=True, confirm=confirm)
        assert isinstance(lost.value, AMQPError)
        assert lost.value.reply_code == 312
    limits = {"x-max-length": 1, "x-overflow": "reject-publish"}
    session.queue_declare("full", arguments=limits)
    session.publish("fits", routing_key="full")
    with pytest.raises(LimitExceededError, match="a queue is full"):
        session.publish("does not", routing_key="full")
    assert session.call("next") is None


def test_call_runs_any_operation(session: Session) -> None:
    assert session.call("tx.select", channel=2) == {}
    assert session.call("basic.publish", routing_key="q", body=b"\xff", channel=2) == {}
    session.publish("typed", routing_key="q", confirm=False, channel=2)
    assert session.get("q") is None
    session.call("tx.commit", channel=2)
    reply = session.call("basic.get", queue="q")
    assert (reply["body"], reply["message_count"]) == (b"\xff", 1)
    assert session.call("basic.get", queue="q")["body"] == b"typed"
    assert session.call("basic.get", queue="q") is None
    with pytest.raises(UnknownCommandError, match=r"queue\.rename"):
        session.call("queue.rename")
    with pytest.raises(InvalidArgumentError, match='there is no argument "name"'):
        session.call("queue.declare", name="q")


def test_errors_are_rabbitmqs_and_close_the_channel(session: Session) -> None:
    with pytest.raises(NotFoundError) as wrong:
        session.get("none")
    error = wrong.value
    assert isinstance(error, AMQPError)
    assert str(error) == "NOT_FOUND - no queue 'none' in vhost '/'"
    assert (error.code, error.reply_code) == ("not_found", 404)
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), again.reply_code) == (type(error), str(error), 404)
    with pytest.raises(ClosedError):
        session.get("q")
    assert session.get("q", channel=2) is None
    session.open_channel()
    assert session.get("q") is None
    with pytest.raises(AMQPError, match="inequivalent arg 'durable'"):
        session.queue_declare("q", durable=True)


def test_a_grave_error_ends_the_session() -> None:
    with AMQP() as broker:
        session = broker.session()
        session.queue_declare("own", exclusive=True)
        with broker.session() as other, pytest.raises(LockedError, match="RESOURCE_LOCKED"):
            other.get("own")
        with pytest.raises(AMQPError, match="NOT_IMPLEMENTED") as wrong:
            session.call("basic.recover", requeue=False)
        assert wrong.value.reply_code == 540
        with pytest.raises(ClosedError):
            session.queue_declare("q")
        assert broker.stats()["queues"] == 0


def test_who_may_connect() -> None:
    with AMQP(user="ada", password="p") as broker:
        broker.session().queue_declare("q")
        for options in ({"user": "guest"}, {"vhost": "none"}):
            with pytest.raises(NotAllowedError, match="NOT_ALLOWED") as wrong:
                broker.session(**options)
            assert isinstance(wrong.value, AMQPError)
            assert wrong.value.reply_code == 530


def test_consume_waits_for_messages(session: Session) -> None:
    def publish() -> None:
        for n in range(5):
            time.sleep(0.005)
            session.publish(str(n), routing_key="q")

    publisher = threading.Thread(target=publish)
    with session.consume("q", consumer_tag="me") as consumer:
        publisher.start()
        bodies = []
        for message in consumer:
            assert message.consumer_tag == "me"
            message.ack()
            bodies.append(message.body)
            if len(bodies) == 5:
                break
        assert consumer.next(timeout=0.01) is None
    publisher.join()
    assert bodies == [b"0", b"1", b"2", b"3", b"4"]


def test_a_consumer_gives_back_what_it_did_not_settle(session: Session) -> None:
    for n in range(10):
        session.publish(str(n), routing_key="q")
    with session.consume("q", prefetch=2, timeout=0) as consumer:
        first, second = consumer
        assert session.queue_declare("q", passive=True) == Queue("q", 8, 1)
        second.ack()
        third = next(consumer)
        assert third.body == b"2"
    consumer.close()
    assert [first.body, second.body] == [b"0", b"1"]
    assert list(consumer) == []
    with session.consume("q", timeout=0) as consumer:  # on the same channel
        assert [m.body for m in consumer] == [b"0", *(b"%d" % n for n in range(2, 10))]
    with session.consume("q", timeout=0, no_ack=True) as consumer:
        assert len(list(consumer)) == 9
    assert session.queue_delete("q") == 0


def test_a_forgotten_consumer_ends_once_its_messages_are_settled(session: Session) -> None:
    def consumers() -> int:
        return session.queue_declare("q", passive=True).consumer_count

    for n in range(3):
        session.publish(str(n), routing_key="q")
    for message in session.consume("q", timeout=0):
        message.ack()
        break
    assert session.queue_declare("q", passive=True) == Queue("q", 2, 0)
    messages = list(session.consume("q", timeout=0))
    assert [m.body for m in messages] == [b"1", b"2"]
    assert consumers() == 1
    messages.pop().ack()
    messages.pop().ack()
    assert session.queue_declare("q", passive=True) == Queue("q", 0, 0)
    consumer = session.consume("q")
    session.close()
    with pytest.raises(ClosedError):
        next(consumer)


def test_a_consumer_ends_with_its_queue_and_its_channel_and_its_session() -> None:
    clock = Clock()
    broker = AMQP(consumer_timeout=60, _clock=clock)
    session, other = broker.session(), broker.session()
    other.queue_declare("q")
    with pytest.raises(NotFoundError):
        session.consume("none")
    with session.consume("q") as consumer:
        other.queue_delete("q")
        assert list(consumer) == []
    other.queue_declare("q")
    other.publish("never settled", routing_key="q")
    with session.consume("q") as consumer:
        next(consumer)
        clock.advance(120)
        with pytest.raises(InvalidArgumentError, match="timed out") as late:
            next(consumer)
        assert isinstance(late.value, AMQPError)
    other.queue_purge("q")
    consumers = [session.consume("q", prefetch=1) for _ in range(2)]
    broker.reset()
    for consumer in consumers:
        with pytest.raises(ClosedError, match="CONNECTION_FORCED"):
            list(consumer)
        consumer.close()


def test_close_wakes_who_waits() -> None:
    broker = AMQP()
    for close in ("consumer", "session", "broker"):
        session = broker.session()
        session.queue_declare("q")
        consumer = session.consume("q")
        ended: list[object] = []

        def wait(consumer: Iterable[object] = consumer, ended: list[object] = ended) -> None:
            try:
                ended.extend(consumer)
                ended.append("the end")
            except ClosedError as error:
                ended.append(error)

        thread = threading.Thread(target=wait)
        thread.start()
        time.sleep(0.05)
        {"consumer": consumer, "session": session, "broker": broker}[close].close()
        thread.join(300)
        assert not thread.is_alive(), close
        assert len(ended) == 1


def test_ctrl_c_ends_the_wait() -> None:
    said = children.run(
        """
        import os, signal, threading
        from twelvefold import AMQP
        session = AMQP().session()
        session.queue_declare("q")
        try:
            threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
            next(session.consume("q"))
        except KeyboardInterrupt:
            print("interrupted", session.get("q"))
        """
    )
    assert said == "interrupted None\n"


def test_messages_expire_by_the_clock() -> None:
    clock = Clock()
    session = AMQP(_clock=clock).session()
    session.queue_declare("dead")
    session.queue_declare(
        "q", arguments={"x-dead-letter-exchange": "", "x-dead-letter-routing-key": "dead"}
    )
    session.publish("x", routing_key="q", properties={"expiration": "100"})
    clock.advance(0.099)
    assert session.queue_declare("q", passive=True).message_count == 1
    clock.advance(0.001)
    message = session.get("dead")
    assert message is not None
    assert message.headers["x-death"][0]["reason"] == "expired"


def test_what_is_durable_outlives_the_broker(tmp_path: Path) -> None:
    with AMQP(tmp_path) as broker, broker.session() as session:
        session.queue_declare("q", durable=True)
        session.publish("safe", routing_key="q", persistent=True)
        session.publish("gone", routing_key="q")
        with pytest.raises(LockedError):
            AMQP(tmp_path)
    with AMQP(tmp_path) as broker, broker.session() as session:
        message = session.get("q")
        assert message is not None
        assert message.body == b"safe"
        assert session.get("q") is None


def test_a_confirm_survives_a_kill(tmp_path: Path) -> None:
    children.run(
        f"""
        import os, signal
        from twelvefold import AMQP
        session = AMQP({str(tmp_path)!r}).session()
        session.queue_declare("q", durable=True)
        session.publish("safe", routing_key="q", persistent=True)
        os._exit(0)
        """
    )
    with AMQP(tmp_path) as broker, broker.session() as session:
        assert session.queue_declare("q", passive=True).message_count == 1


def test_an_operator_looks_at_queues_and_moves_messages(session: Session) -> None:
    session.queue_declare("dead", durable=True)
    dead_letters = {"x-dead-letter-exchange": "", "x-dead-letter-routing-key": "dead"}
    session.queue_declare("work", arguments=dead_letters)
    session.publish(b"\xff", routing_key="work", headers={"bytes": b"\0"})
    session.publish("text", routing_key="work", properties={"expiration": "60000"})
    for _ in range(2):
        message = session.get("work")
        assert message is not None
        message.reject()
    first, second = session.peek("dead")
    assert (first.body, first.headers["bytes"], first.expires) == (b"\xff", b"\0", None)
    assert (second.body, second.redelivered) == (b"text", False)
    assert first.origin is not None
    assert (first.origin["queue"], first.origin["reason"]) == ("work", "rejected")
    assert session.peek("dead", 1) == [first]
    ready = {queue.name: (queue.durable, queue.messages_ready) for queue in session.queues()}
    assert ready == {"q": (False, 0), "dead": (True, 2), "work": (False, 0)}

    planned = session.return_dead_letters("dead", 1, preview=True)
    assert [(m.body, m.to) for m in planned] == [(b"\xff", "work")]
    assert session.return_dead_letters("dead", 1) == planned
    assert [m.body for m in session.peek("work")] == [b"\xff"]
    assert [(m.body, m.to) for m in session.move("dead", "q")] == [(b"text", "q")]
    assert session.peek("dead") == []


def test_explain_tells_where_a_message_would_go(session: Session) -> None:
    session.exchange_declare("logs", "topic")
    session.queue_bind("q", "logs", "*.error")
    reached = session.explain(exchange="logs", routing_key="db.error", headers={"n": 1})
    assert (reached.queues, reached.full) == (["q"], [])
    missed = session.explain(exchange="logs", routing_key="error")
    assert missed.queues == []
    assert "'*.error': the key has too few words" in str(missed)
    assert missed.exchanges[0]["missed"][0]["destination"] == "q"
    assert session.get("q") is None
    with pytest.raises(NotFoundError, match="no exchange 'none'"):
        session.explain(exchange="none")


def test_peek_into_a_stream(session: Session) -> None:
    session.queue_declare("log", durable=True, arguments={"x-queue-type": "stream"})
    for body in (b"a", b"b", b"c"):
        session.publish(body, routing_key="log")
    assert [(m.offset, m.body) for m in session.peek("log", offset=1)] == [(1, b"b"), (2, b"c")]
    assert [m.body for m in session.peek("log", 1, offset="first")] == [b"a"]
    assert session.peek("log", offset=datetime(2999, 1, 1, tzinfo=UTC)) == []


def test_policies_and_limits(session: Session) -> None:
    session.queue_declare("q")
    session.set_policy("p", "^q$", {"max-length": 0}, operator=True)
    session.publish(b"dropped", routing_key="q")
    session.delete_policy("p", operator=True)
    session.publish(b"kept", routing_key="q")
    assert [m.body for m in session.peek("q")] == [b"kept"]
    session.set_limit("max-queues", 1)
    with pytest.raises(InvalidArgumentError, match="queue limit in vhost"):
        session.queue_declare("r")
    session.open_channel()
    session.set_limit("max-queues", None)
    session.queue_declare("r")


def test_options_and_paths_are_checked() -> None:
    with pytest.raises(InvalidArgumentError, match="MaxMessageSize"):
        AMQP(max_message_size=-1)
    with pytest.raises(InvalidArgumentError):
        AMQP("")
    session = AMQP(max_message_size=3).session()
    with pytest.raises(InvalidArgumentError, match="larger than configured max size 3"):
        session.publish("four", routing_key="q")


def test_a_session_keeps_its_broker_open() -> None:
    session = AMQP().session()
    gc.collect()
    session.queue_declare("q")
    session.publish("x", routing_key="q")
    message = session.get("q")
    del session
    gc.collect()
    assert message is not None
    message.ack()


def test_a_closed_broker_says_so() -> None:
    with AMQP() as broker:
        session = broker.session()
    broker.close()
    for call in (session.queue_declare, broker.session, broker.reset, broker.serve):
        with pytest.raises(ClosedError):
            call()
    session.close()


def test_raw_bytes() -> None:
    with AMQP() as broker:
        connection = broker.connection()
        connection.feed(b"AMQP\0\0\x09\x01")
        start = connection.out()
        assert start[:1] == b"\x01"
        assert b"RabbitMQ" in start
        assert connection.deadline is not None
        assert not connection.done
        wrong = broker.connection()
        wrong.feed(b"GET / HTTP/1.1\r\n")
        assert (wrong.out(), wrong.done) == (b"AMQP\0\0\x09\x01", True)
        connection.close()
