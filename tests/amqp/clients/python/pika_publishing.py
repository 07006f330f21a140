"""pika: publishing, confirms, returned messages, and what a message carries."""

import datetime
import decimal

import pika
from harness import case, run, unique
from pika.exceptions import NackError, UnroutableError
from pika_session import bodies, channel, count, get, put, queue


@case
def confirms() -> None:
    with channel() as ch:
        q = queue(ch)
        ch.confirm_delivery()
        put(ch, q, *"abcdefghij")
        assert bodies(ch, q, 10) == list("abcdefghij")


@case
def mandatory_is_returned_before_its_confirm() -> None:
    with channel() as ch:
        ch.confirm_delivery()
        try:
            ch.basic_publish("", unique("nowhere"), b"lost", mandatory=True)
        except UnroutableError as error:
            (returned,) = error.messages
            assert returned.method.reply_code == 312, returned.method
            assert returned.method.reply_text == "NO_ROUTE"
            assert returned.body == b"lost"
            return
        raise AssertionError("not returned")


@case
def mandatory_without_confirms() -> None:
    with channel() as ch:
        returned = []
        ch.add_on_return_callback(
            lambda ch, method, properties, body: returned.append((method.exchange, body))
        )
        ch.basic_publish("amq.topic", unique("nowhere"), b"back", mandatory=True)
        ch.connection.process_data_events(1)
        assert returned == [("amq.topic", b"back")], returned


@case
def unroutable_without_mandatory_is_confirmed() -> None:
    with channel() as ch:
        ch.confirm_delivery()
        ch.basic_publish("", unique("nowhere"), b"dropped")


@case
def reject_publish_is_a_nack() -> None:
    with channel() as ch:
        q = queue(ch, {"x-max-length": 1, "x-overflow": "reject-publish"})
        ch.confirm_delivery()
        put(ch, q, "kept")
        try:
            put(ch, q, "refused")
        except NackError:
            assert count(ch, q) == 1
            return
        raise AssertionError("no nack")


@case
def properties_come_back_as_sent() -> None:
    headers = {
        "text": "grüß dich",
        "bytes": b"\x00\xff",
        "small": 7,
        "negative": -5,
        "large": 2**40,
        "yes": True,
        "no": False,
        "nothing": None,
        "decimal": decimal.Decimal("12.34"),
        "time": datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC),
        "list": [1, "two", [3]],
        "table": {"deep": {"deeper": "deepest"}},
    }
    sent = pika.BasicProperties(
        content_type="text/plain",
        content_encoding="utf-8",
        headers=headers,
        delivery_mode=2,
        priority=3,
        correlation_id="corr",
        reply_to="reply",
        expiration="60000",
        message_id="id",
        timestamp=1_700_000_000,
        type="kind",
        user_id="guest",
        app_id="app",
    )
    with channel() as ch:
        q = queue(ch)
        ch.basic_publish("", q, b"x", sent)
        method, got, _ = get(ch, q)
        assert method.routing_key == q and method.exchange == "" and not method.redelivered
        for name in vars(sent):
            if name != "headers":
                assert getattr(got, name) == getattr(sent, name), name
        for name, value in headers.items():
            found = got.headers[name]
            if isinstance(found, str) and isinstance(value, bytes):
                found = found.encode()
            assert found == value, (name, found, value)


@case
def bodies_of_every_size() -> None:
    """Empty, one byte, around the frame size of 131,072, and some megabytes."""
    with channel() as ch:
        q = queue(ch)
        for size in (0, 1, 131_063, 131_064, 131_065, 300_000, 5_000_000):
            body = bytes(i * 7 % 251 for i in range(1000)) * (size // 1000 + 1)
            ch.basic_publish("", q, body[:size])
            _, _, got = ch.basic_get(q, auto_ack=True)
            if got is None:
                ch.connection.process_data_events(1)
                _, _, got = ch.basic_get(q, auto_ack=True)
            assert got == body[:size], size


@case
def small_frames() -> None:
    with channel(frame_max=4096) as ch:
        q = queue(ch)
        ch.basic_publish("", q, b"y" * 50_000)
        assert get(ch, q)[2] == "y" * 50_000


@case
def carbon_copies_by_CC_and_BCC() -> None:
    with channel() as ch:
        to, cc, bcc = queue(ch), queue(ch), queue(ch)
        put(ch, to, "all", headers={"CC": [cc], "BCC": [bcc]})
        assert bodies(ch, to, 1) == ["all"]
        _, properties, _ = get(ch, cc)
        assert properties.headers == {"CC": [cc]}, "BCC is taken out"
        assert bodies(ch, bcc, 1) == ["all"]


run()
