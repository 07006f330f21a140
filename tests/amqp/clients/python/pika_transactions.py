"""pika: transactions, and requests with direct reply-to."""

from typing import Any

import pika
from harness import case, run, wait_for
from pika_session import bodies, channel, count, get, put, queue, refused

REPLY_TO = "amq.rabbitmq.reply-to"


@case
def commit_publishes_and_acknowledges_together() -> None:
    with channel() as ch, channel() as other:
        q, done = (
            queue(other, exclusive=False, auto_delete=True),
            queue(other, exclusive=False, auto_delete=True),
        )
        put(other, q, "job")
        wait_for("the job", lambda: count(other, q) == 1)
        ch.tx_select()
        ch.basic_ack(get(ch, q, auto_ack=False)[0].delivery_tag)
        put(ch, done, "result")
        assert count(other, done) == 0, "not before the commit"
        ch.tx_commit()
        assert bodies(other, done, 1) == ["result"]
        ch.close()
        assert bodies(other, q, 0) == []


@case
def rollback_forgets_publishes_and_acknowledgements() -> None:
    with channel() as ch:
        q = queue(ch)
        put(ch, q, "job")
        wait_for("the job", lambda: count(ch, q) == 1)
        work = ch.connection.channel()
        work.tx_select()
        tag = get(work, q, auto_ack=False)[0].delivery_tag
        work.basic_ack(tag)
        put(work, q, "never")
        work.tx_rollback()
        work.basic_ack(tag)  # still there to be acknowledged
        work.tx_commit()
        assert bodies(ch, q, 0) == []


@case
def commit_without_a_transaction() -> None:
    refused(406, "PRECONDITION_FAILED - channel is not transactional", lambda ch: ch.tx_commit())
    refused(406, "PRECONDITION_FAILED - channel is not transactional", lambda ch: ch.tx_rollback())


@case
def confirms_and_transactions_exclude_each_other() -> None:
    def confirm_then_tx(ch: Any) -> None:
        ch.confirm_delivery()
        ch.tx_select()

    def tx_then_confirm(ch: Any) -> None:
        ch.tx_select()
        ch.confirm_delivery()

    refused(406, "PRECONDITION_FAILED - cannot switch from confirm to tx mode", confirm_then_tx)
    refused(406, "PRECONDITION_FAILED - cannot switch from tx to confirm mode", tx_then_confirm)


@case
def direct_reply_to() -> None:
    with channel() as client, channel() as server:
        q = queue(server, exclusive=False, auto_delete=True)

        def answer(ch: Any, method: Any, properties: Any, body: bytes) -> None:
            assert properties.reply_to.startswith(REPLY_TO + "."), properties.reply_to
            reply = pika.BasicProperties(correlation_id=properties.correlation_id)
            ch.basic_publish("", properties.reply_to, body.upper(), reply)
            ch.basic_ack(method.delivery_tag)

        server.basic_consume(q, answer)
        got: dict[str, bytes] = {}
        client.basic_consume(
            REPLY_TO, lambda c, m, p, body: got.update({p.correlation_id: body}), auto_ack=True
        )
        for i, word in enumerate(("one", "two", "three")):
            properties = pika.BasicProperties(reply_to=REPLY_TO, correlation_id=str(i))
            client.basic_publish("", q, word.encode(), properties)

        def replied() -> bool:
            server.connection.process_data_events(0.02)
            client.connection.process_data_events(0.02)
            return len(got) == 3

        wait_for("replies", replied)
        assert got == {"0": b"ONE", "1": b"TWO", "2": b"THREE"}


@case
def direct_reply_to_has_its_rules() -> None:
    refused(406, "PRECONDITION_FAILED - reply consumer cannot acknowledge",
            lambda ch: ch.basic_consume(REPLY_TO, lambda *_: None))  # fmt: skip
    refused(406, "PRECONDITION_FAILED - fast reply consumer does not exist",
            lambda ch: ch.basic_publish("", "q", b"", pika.BasicProperties(reply_to=REPLY_TO)))  # fmt: skip

    def twice(ch: Any) -> None:
        ch.basic_consume(REPLY_TO, lambda *_: None, auto_ack=True)
        ch.basic_consume(REPLY_TO, lambda *_: None, auto_ack=True)

    refused(406, "PRECONDITION_FAILED - reply consumer already set", twice)


@case
def a_reply_queue_can_be_asked_for() -> None:
    with channel() as client, channel() as server:
        q = queue(server, exclusive=False, auto_delete=True)
        client.basic_consume(REPLY_TO, lambda *_: None, auto_ack=True)
        client.basic_publish("", q, b"", pika.BasicProperties(reply_to=REPLY_TO))
        reply_to = get(server, q)[1].reply_to
        assert server.queue_declare(reply_to, passive=True).method.queue == reply_to


run()
