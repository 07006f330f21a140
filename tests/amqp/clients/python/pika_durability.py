"""pika: heartbeats, blocked connections, and what is left after kill -9."""

import socket
import struct

import pika
from harness import AMQP_URL, PATIENCE, case, restart_broker, run, unique, wait_for
from pika_session import PERSISTENT, channel, connect, get, put


@case
def heartbeats_keep_an_idle_connection() -> None:
    with channel(heartbeat=2) as ch:
        ch.connection.sleep(7)
        assert ch.connection.is_open
        assert ch.queue_declare("", exclusive=True).method.queue


@case
def the_broker_sends_heartbeats_and_misses_ours() -> None:
    """Speak AMQP by hand, so that nothing answers: two missed, and it hangs up."""
    target = pika.URLParameters(AMQP_URL)
    with socket.create_connection((target.host, target.port), timeout=PATIENCE) as raw:
        stream = raw.makefile("rb")

        def frame() -> tuple[int, bytes]:
            """Read a frame; kind -1 is the end."""
            try:
                head = stream.read(7)
            except ConnectionResetError:
                head = b""
            if len(head) < 7:
                return -1, b""
            kind, _, size = struct.unpack(">BHI", head)
            return kind, stream.read(size + 1)[:-1]

        def send(payload: bytes) -> None:
            raw.sendall(struct.pack(">BHI", 1, 0, len(payload)) + payload + b"\xce")

        raw.sendall(b"AMQP\x00\x00\x09\x01")
        frame()
        login = b"\x00guest\x00guest"
        send(
            b"\x00\x0a\x00\x0b"
            + struct.pack(">I", 0)
            + b"\x05PLAIN"
            + struct.pack(">I", len(login))
            + login
            + b"\x05en_US"
        )
        frame()
        send(b"\x00\x0a\x00\x1f" + struct.pack(">HIH", 10, 131072, 1))  # heartbeat: one second
        send(b"\x00\x0a\x00\x28\x01/\x00\x00")
        frame()
        beats = 0
        while (kind := frame()[0]) != -1:
            assert kind == 8, kind
            beats += 1
        assert beats >= 1


@case
def durable_things_survive_a_kill() -> None:
    q, x, transient = unique("durable"), unique("exchange"), unique("transient")
    with channel() as ch:
        ch.exchange_declare(x, "topic", durable=True)
        ch.queue_declare(q, durable=True, arguments={"x-max-length": 1000})
        ch.queue_declare(transient)
        ch.queue_bind(q, x, "a.#")
        ch.confirm_delivery()
        for i in range(100):
            ch.basic_publish(x, "a.b", f"{i}".encode(), PERSISTENT)
        put(ch, q, "transient, gone after the kill")
        acked = [get(ch, q, auto_ack=False) for _ in range(10)]
        ch.basic_ack(acked[-1][0].delivery_tag, multiple=True)
        get(ch, q, auto_ack=False)
        ch.basic_publish(x, "a.c", b"behind the acks", PERSISTENT)
        try:
            restart_broker()
            ch.connection.process_data_events(1)
            raise AssertionError("the old connection lives")
        except pika.exceptions.AMQPConnectionError:
            pass
    with channel() as ch:
        ch.exchange_declare(x, "topic", durable=True)
        found = ch.queue_declare(
            q, durable=True, arguments={"x-max-length": 1000}
        ).method.message_count
        # Acknowledgements may have been under way.
        assert 91 <= found <= 101, found
        messages = [get(ch, q)[2] for _ in range(found)]
        assert messages[-91:] == [str(i) for i in range(10, 100)] + ["behind the acks"], messages
        ch.basic_publish(x, "a.b.c", b"the binding is there", PERSISTENT)
        assert get(ch, q)[2] == "the binding is there"
        ch.queue_delete(q)
        ch.exchange_delete(x)
        again = wait_for("a connection", connect)
        try:
            again.channel().queue_declare(transient, passive=True)
            raise AssertionError("the transient queue is there")
        except pika.exceptions.ChannelClosedByBroker as error:
            assert error.reply_code == 404
        again.close()


run()
