"""pika: what is refused, with the code and text of RabbitMQ 3.10.8."""

import pika
from harness import AMQP_URL, case, run, unique, wait_for
from pika.exceptions import (
    ChannelClosedByBroker,
    ConnectionClosedByBroker,
    ProbableAccessDeniedError,
    ProbableAuthenticationError,
)
from pika_session import broken, channel, connect, get, put, queue, refused


@case
def passive_declare_of_nothing() -> None:
    name = unique("none")
    refused(
        404,
        f"NOT_FOUND - no queue '{name}' in vhost '/'",
        lambda ch: ch.queue_declare(name, passive=True),
    )
    refused(
        404,
        f"NOT_FOUND - no exchange '{name}' in vhost '/'",
        lambda ch: ch.exchange_declare(name, passive=True),
    )


@case
def work_on_nothing() -> None:
    q, x = unique("none"), unique("none")
    no_queue = f"NOT_FOUND - no queue '{q}' in vhost '/'"
    no_exchange = f"NOT_FOUND - no exchange '{x}' in vhost '/'"
    refused(404, no_queue, lambda ch: ch.basic_consume(q, lambda *_: None))
    refused(404, no_queue, lambda ch: ch.basic_get(q))
    refused(404, no_queue, lambda ch: ch.queue_purge(q))
    refused(404, no_queue, lambda ch: ch.queue_bind(q, "amq.direct", "k"))
    refused(404, no_exchange, lambda ch: ch.queue_bind(queue(ch), x, "k"))
    refused(404, no_exchange, lambda ch: ch.basic_publish(x, "k", b"body"))
    refused(404, no_exchange, lambda ch: ch.exchange_bind("amq.direct", x, "k"))


@case
def declared_again_with_other_settings() -> None:
    with channel() as ch:
        q, x = queue(ch, exclusive=False, auto_delete=True), unique("x")
        ch.exchange_declare(x, "direct", auto_delete=True)
        text = f"PRECONDITION_FAILED - inequivalent arg '{{}}' for {{}} '{{}}' in vhost '/': received {{}} but current is {{}}"
        refused(406, text.format("durable", "queue", q, "'true'", "'false'"),
                lambda c: c.queue_declare(q, durable=True, auto_delete=True))  # fmt: skip
        refused(406, text.format("x-message-ttl", "queue", q, "the value '100' of type 'signedint'", "none"),
                lambda c: c.queue_declare(q, auto_delete=True, arguments={"x-message-ttl": 100}))  # fmt: skip
        refused(406, text.format("type", "exchange", x, "'fanout'", "'direct'"),
                lambda c: c.exchange_declare(x, "fanout", auto_delete=True))  # fmt: skip
        refused(406, text.format("auto_delete", "exchange", x, "'false'", "'true'"),
                lambda c: c.exchange_declare(x, "direct"))  # fmt: skip
        ch.queue_declare(q, auto_delete=True)
        ch.queue_bind(q, x, "k")
        ch.exchange_delete(x)


@case
def somebody_elses_exclusive_queue() -> None:
    with channel() as ch:
        q = queue(ch)
        text = (
            f"RESOURCE_LOCKED - cannot obtain exclusive access to locked queue '{q}' in vhost '/'. It could be originally "
            "declared on another connection or the exclusive property value does not match that of the original declaration."
        )
        refused(405, text, lambda c: c.queue_declare(q, exclusive=True))
        refused(405, text, lambda c: c.basic_get(q))
        refused(405, text, lambda c: c.basic_consume(q, lambda *_: None))
        refused(405, text, lambda c: c.queue_delete(q))


@case
def reserved_names() -> None:
    q, x = "amq." + unique("queue"), "amq." + unique("exchange")
    refused(
        403,
        f"ACCESS_REFUSED - queue name '{q}' contains reserved prefix 'amq.*'",
        lambda ch: ch.queue_declare(q),
    )
    refused(
        403,
        f"ACCESS_REFUSED - exchange name '{x}' contains reserved prefix 'amq.*'",
        lambda ch: ch.exchange_declare(x),
    )
    default = "ACCESS_REFUSED - operation not permitted on the default exchange"
    refused(403, default, lambda ch: ch.queue_bind(queue(ch), "", "k"))
    refused(403, default, lambda ch: ch.exchange_delete(""))
    refused(403, "ACCESS_REFUSED - deletion of system exchange 'amq.direct' in vhost '/' not allowed",
            lambda ch: ch.exchange_delete("amq.direct"))  # fmt: skip


@case
def delivery_tags_that_are_none() -> None:
    for action in (
        lambda ch: ch.basic_ack(5),
        lambda ch: ch.basic_reject(5),
        lambda ch: ch.basic_nack(5),
    ):
        refused(406, "PRECONDITION_FAILED - unknown delivery tag 5", action)

    def twice(ch: object) -> None:
        q = queue(ch)
        put(ch, q, "a")
        tag = get(ch, q, auto_ack=False)[0].delivery_tag
        ch.basic_ack(tag)
        ch.basic_ack(tag)

    refused(406, "PRECONDITION_FAILED - unknown delivery tag 1", twice)


@case
def delete_with_conditions() -> None:
    with channel() as ch:
        q = queue(ch, exclusive=False, auto_delete=True)
        put(ch, q, "a")
        refused(
            406,
            f"PRECONDITION_FAILED - queue '{q}' in vhost '/' not empty",
            lambda c: c.queue_delete(q, if_empty=True),
        )
        ch.basic_consume(q, lambda *_: None)
        refused(
            406,
            f"PRECONDITION_FAILED - queue '{q}' in vhost '/' in use",
            lambda c: c.queue_delete(q, if_unused=True),
        )
        x = unique("x")
        ch.exchange_declare(x, "direct", auto_delete=True)
        ch.queue_bind(q, x, "k")
        refused(
            406,
            f"PRECONDITION_FAILED - exchange '{x}' in vhost '/' in use",
            lambda c: c.exchange_delete(x, if_unused=True),
        )


@case
def arguments_that_make_no_sense() -> None:
    q = unique("bad")
    for argument, value, why in (
        ("x-message-ttl", -1, "{value_negative,-1}"),
        ("x-message-ttl", "ten", '"expected integer, got longstr"'),
        ("x-expires", 0, "{value_zero,0}"),
        ("x-max-length", -5, "{value_negative,-5}"),
    ):
        text = f"PRECONDITION_FAILED - invalid arg '{argument}' for queue '{q}' in vhost '/': {why}"
        refused(406, text, lambda ch, a=argument, v=value: ch.queue_declare(q, arguments={a: v}))


@case
def user_id_of_somebody_else() -> None:
    text = "PRECONDITION_FAILED - user_id property set to 'eve' but authenticated user was 'guest'"
    refused(
        406, text, lambda ch: ch.basic_publish("", "q", b"", pika.BasicProperties(user_id="eve"))
    )


@case
def expiration_that_is_no_number() -> None:
    def publish(ch: object) -> None:
        ch.basic_publish("", queue(ch), b"", pika.BasicProperties(expiration="soon"))

    refused(406, "PRECONDITION_FAILED - invalid expiration 'soon': no_integer", publish)


@case
def consumer_tag_twice() -> None:
    def twice(ch: object) -> None:
        q = queue(ch)
        ch._impl.basic_consume(q, lambda *_: None, consumer_tag="same")
        ch._impl._consumers.clear()  # pika itself would not let us
        ch._impl.basic_consume(q, lambda *_: None, consumer_tag="same")
        ch.connection.process_data_events(2)

    broken(530, "NOT_ALLOWED - attempt to reuse consumer tag 'same'", twice)


@case
def unknown_exchange_type() -> None:
    broken(
        503,
        "COMMAND_INVALID - unknown exchange type 'strange'",
        lambda ch: ch.exchange_declare(unique("x"), "strange"),
    )


@case
def internal_exchange() -> None:
    with channel() as ch:
        x = unique("internal")
        ch.exchange_declare(x, "fanout", internal=True)
        refused(403, f"ACCESS_REFUSED - cannot publish to internal exchange '{x}' in vhost '/'",
                lambda c: c.basic_publish(x, "", b""))  # fmt: skip
        ch.exchange_delete(x)


@case
def wrong_password() -> None:
    parameters = pika.URLParameters(AMQP_URL)
    parameters.credentials = pika.PlainCredentials("guest", "wrong")
    try:
        pika.BlockingConnection(parameters)
    except ProbableAuthenticationError as error:
        assert "ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN" in str(
            error
        ), error
        return
    raise AssertionError("let in")


@case
def unknown_vhost() -> None:
    try:
        connect(virtual_host="nowhere")
    except (ProbableAccessDeniedError, ConnectionClosedByBroker) as error:
        assert "NOT_ALLOWED - vhost nowhere not found" in str(error), error
        return
    raise AssertionError("let in")


@case
def a_broken_channel_leaves_the_others() -> None:
    with channel() as ch:
        q = queue(ch)
        bad = ch.connection.channel()
        try:
            bad.queue_declare(unique("none"), passive=True)
        except ChannelClosedByBroker:
            pass
        put(ch, q, "a")
        wait_for("the message", lambda: get(ch, q)[2] == "a")
        again = ch.connection.channel(bad.channel_number)
        assert again.is_open, "its number can be used again"


run()
