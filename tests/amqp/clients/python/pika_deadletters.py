"""pika: dead letters, and what x-death says of their way."""

from typing import Any

import pika
from harness import case, run, unique, wait_for
from pika.adapters.blocking_connection import BlockingChannel
from pika_session import bodies, channel, count, get, put, queue


def dying(ch: BlockingChannel, to: str, **arguments: Any) -> str:
    """Declare a queue whose dead go to another by the default exchange."""
    arguments = {name.replace("_", "-"): value for name, value in arguments.items()}
    return queue(ch, {"x-dead-letter-exchange": "", "x-dead-letter-routing-key": to} | arguments)


def deaths(properties: pika.BasicProperties) -> list[tuple[Any, ...]]:
    """Give x-death as tuples: queue, reason, count, exchange, keys."""
    return [
        (d["queue"], d["reason"], d["count"], d["exchange"], d["routing-keys"])
        for d in properties.headers["x-death"]  # type: ignore[index]
    ]


@case
def rejected() -> None:
    with channel() as ch:
        grave = queue(ch)
        q = dying(ch, grave)
        put(ch, q, "a", "b", "c")
        for reject in (
            lambda tag: ch.basic_reject(tag, requeue=False),
            lambda tag: ch.basic_nack(tag, requeue=False),
        ):
            reject(get(ch, q, auto_ack=False)[0].delivery_tag)
        method, properties, body = get(ch, grave)
        assert (method.exchange, method.routing_key, body) == ("", grave, "a")
        assert deaths(properties) == [(q, "rejected", 1, "", [q])]
        assert "time" in properties.headers["x-death"][0]
        assert properties.headers["x-first-death-queue"] == q
        assert properties.headers["x-first-death-reason"] == "rejected"
        assert properties.headers["x-first-death-exchange"] == ""
        assert bodies(ch, grave, 1) == ["b"]
        assert count(ch, q) == 1


@case
def expired_by_its_own_time_keeps_it_in_x_death() -> None:
    with channel() as ch:
        grave = queue(ch)
        q = dying(ch, grave)
        put(ch, q, "a", expiration="50")
        _, properties, _ = get(ch, grave)
        assert deaths(properties) == [(q, "expired", 1, "", [q])]
        assert properties.expiration is None, "else it would die again"
        assert properties.headers["x-death"][0]["original-expiration"] == "50"


@case
def expired_by_the_queue() -> None:
    with channel() as ch:
        grave = queue(ch)
        q = dying(ch, grave, x_message_ttl=50)
        put(ch, q, "a", "b")
        _, properties, _ = get(ch, grave)
        assert deaths(properties) == [(q, "expired", 1, "", [q])]
        assert "original-expiration" not in properties.headers["x-death"][0]
        assert bodies(ch, grave, 1) == ["b"]


@case
def too_many() -> None:
    with channel() as ch:
        grave = queue(ch)
        q = dying(ch, grave, x_max_length=1)
        put(ch, q, "a", "b")
        _, properties, body = get(ch, grave)
        assert (body, deaths(properties)) == ("a", [(q, "maxlen", 1, "", [q])])


@case
def reject_publish_dlx_buries_the_new_one() -> None:
    with channel() as ch:
        grave = queue(ch)
        q = dying(ch, grave, x_max_length=1, x_overflow="reject-publish-dlx")
        put(ch, q, "a", "b")
        _, properties, body = get(ch, grave)
        assert (body, deaths(properties)) == ("b", [(q, "maxlen", 1, "", [q])])
        assert bodies(ch, q, 1) == ["a"]


@case
def by_its_old_key_through_an_exchange() -> None:
    with channel() as ch:
        dlx, grave = unique("dlx"), queue(ch)
        ch.exchange_declare(dlx, "direct", auto_delete=True)
        q = queue(ch, {"x-dead-letter-exchange": dlx, "x-message-ttl": 0})
        ch.queue_bind(grave, dlx, q)
        put(ch, q, "a")
        method, properties, _ = get(ch, grave)
        assert (method.exchange, method.routing_key) == (dlx, q)
        assert deaths(properties) == [(q, "expired", 1, "", [q])]


@case
def two_hops_are_two_entries_the_last_first() -> None:
    with channel() as ch:
        end = queue(ch)
        middle = dying(ch, end, x_message_ttl=20)
        first = dying(ch, middle)
        put(ch, first, "a")
        ch.basic_reject(get(ch, first, auto_ack=False)[0].delivery_tag, requeue=False)
        _, properties, _ = get(ch, end)
        assert deaths(properties) == [
            (middle, "expired", 1, "", [middle]),
            (first, "rejected", 1, "", [first]),
        ]
        assert properties.headers["x-first-death-queue"] == first


@case
def the_same_death_again_is_counted() -> None:
    with channel() as ch:
        q, grave = unique("again"), unique("grave")
        for name, other in ((q, grave), (grave, q)):
            arguments = {"x-dead-letter-exchange": "", "x-dead-letter-routing-key": other}
            ch.queue_declare(name, exclusive=True, arguments=arguments)
        put(ch, q, "a")
        for turn in (1, 2, 3):
            for name in (q, grave):
                ch.basic_reject(get(ch, name, auto_ack=False)[0].delivery_tag, requeue=False)
            _, properties, _ = get(ch, q, auto_ack=False)
            assert deaths(properties) == [
                (grave, "rejected", turn, "", [grave]),
                (q, "rejected", turn, "", [q]),
            ], turn
            ch.basic_recover(requeue=True)


@case
def a_cycle_without_a_rejection_ends() -> None:
    with channel() as ch:
        q = unique("cycle")
        arguments = {
            "x-dead-letter-exchange": "",
            "x-dead-letter-routing-key": q,
            "x-message-ttl": 20,
        }
        ch.queue_declare(q, exclusive=True, arguments=arguments)
        put(ch, q, "a")
        wait_for("the message dropped", lambda: count(ch, q) == 0)
        ch.connection.sleep(0.1)
        assert count(ch, q) == 0


@case
def without_an_exchange_they_are_dropped() -> None:
    with channel() as ch:
        q = queue(ch, {"x-dead-letter-exchange": unique("nowhere")})
        put(ch, q, "a")
        ch.basic_reject(get(ch, q, auto_ack=False)[0].delivery_tag, requeue=False)
        assert count(ch, q) == 0 and ch.is_open


@case
def CC_of_a_dead_letter() -> None:
    with channel() as ch:
        grave, cc = queue(ch), queue(ch)
        q = dying(ch, grave)
        put(ch, q, "a", headers={"CC": [cc]})
        assert bodies(ch, cc, 1) == ["a"]
        ch.basic_reject(get(ch, q, auto_ack=False)[0].delivery_tag, requeue=False)
        _, properties, _ = get(ch, grave)
        assert deaths(properties) == [(q, "rejected", 1, "", [q, cc])]
        assert "CC" not in properties.headers, "with a key of its own, it goes there only"
        assert count(ch, cc) == 0


run()
