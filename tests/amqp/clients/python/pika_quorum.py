"""pika: quorum queues, as far as one node shows them."""

from harness import case, run, unique
from pika_session import bodies, broken, channel, get, put, queue, refused

QUORUM = {"x-queue-type": "quorum"}


@case
def publish_and_consume() -> None:
    with channel() as ch:
        q = queue(ch, QUORUM, durable=True)
        ch.confirm_delivery()
        put(ch, q, *"abc", delivery_mode=2)
        assert bodies(ch, q, 3) == ["a", "b", "c"]
        ch.queue_delete(q)


@case
def deliveries_are_counted() -> None:
    with channel() as ch:
        q = queue(ch, QUORUM, durable=True)
        ch.confirm_delivery()
        put(ch, q, "a")
        for turn in range(4):
            method, properties, _ = get(ch, q, auto_ack=False)
            assert (properties.headers or {}).get("x-delivery-count", 0) == turn
            assert method.redelivered == (turn > 0)
            ch.basic_nack(method.delivery_tag, requeue=True)
        ch.queue_delete(q)


@case
def delivery_limit_buries() -> None:
    with channel() as ch:
        grave = queue(ch)
        dead = {"x-dead-letter-exchange": "", "x-dead-letter-routing-key": grave}
        q = queue(ch, QUORUM | dead | {"x-delivery-limit": 2}, durable=True)
        ch.confirm_delivery()
        put(ch, q, "poison")
        for _ in range(3):
            ch.basic_reject(get(ch, q, auto_ack=False)[0].delivery_tag, requeue=True)
        _, properties, body = get(ch, grave)
        assert body == "poison"
        death = properties.headers["x-death"][0]
        assert (death["queue"], death["reason"], death["count"]) == (q, "delivery_limit", 1), death
        ch.queue_delete(q)


@case
def what_a_quorum_queue_is_not() -> None:
    q = unique("quorum")
    text = "PRECONDITION_FAILED - invalid property '{}' for queue '{}' in vhost '/'"
    refused(406, text.format("non-durable", q), lambda ch: ch.queue_declare(q, arguments=QUORUM))
    refused(
        406,
        text.format("exclusive-owner", q),
        lambda ch: ch.queue_declare(q, durable=True, exclusive=True, arguments=QUORUM),
    )
    refused(
        406,
        text.format("auto-delete", q),
        lambda ch: ch.queue_declare(q, durable=True, auto_delete=True, arguments=QUORUM),
    )
    argument = "PRECONDITION_FAILED - invalid arg 'x-max-priority' for queue '{}' in vhost '/' of queue type rabbit_quorum_queue"
    refused(
        406,
        argument.format(q),
        lambda ch: ch.queue_declare(q, durable=True, arguments=QUORUM | {"x-max-priority": 3}),
    )


@case
def an_unknown_type() -> None:
    q = unique("strange")
    text = f"PRECONDITION_FAILED - invalid arg 'x-queue-type' for queue '{q}' in vhost '/': \"unsupported queue type 'strange'\""
    refused(
        406,
        text,
        lambda ch: ch.queue_declare(q, durable=True, arguments={"x-queue-type": "strange"}),
    )


@case
def global_prefetch_is_refused() -> None:
    with channel() as ch:
        q = queue(ch, QUORUM, durable=True)

        def consume(other: object) -> None:
            other.basic_qos(prefetch_count=1, global_qos=True)
            other.basic_consume(q, lambda *_: None)

        try:
            broken(
                540,
                f"NOT_IMPLEMENTED - queue '{q}' in vhost '/' does not support global qos",
                consume,
            )
        finally:
            ch.queue_delete(q)


run()
