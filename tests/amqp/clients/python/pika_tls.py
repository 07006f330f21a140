"""pika: TLS, and a wrong password inside it."""

import os
import ssl

import pika
from harness import PATIENCE, Skip, case, run
from pika.exceptions import AMQPConnectionError, ProbableAuthenticationError


def parameters(ca: str | None, **options: object) -> pika.URLParameters:
    """Give what pika needs to come in by TLS, trusting this authority."""
    if not os.environ.get("TLS_URL"):
        raise Skip("the broker was started without TLS")
    found = pika.URLParameters(os.environ["TLS_URL"])
    found.ssl_options = pika.SSLOptions(ssl.create_default_context(cafile=ca), "localhost")
    found.socket_timeout = found.stack_timeout = PATIENCE
    for name, value in options.items():
        setattr(found, name, value)
    return found


@case
def publish_and_get() -> None:
    with pika.BlockingConnection(parameters(os.environ["CA_FILE"])) as connection:
        ch = connection.channel()
        q = ch.queue_declare("", exclusive=True).method.queue
        ch.confirm_delivery()
        ch.basic_publish("", q, b"secret" * 50_000)
        assert ch.basic_get(q, auto_ack=True)[2] == b"secret" * 50_000


@case
def wrong_password() -> None:
    wrong = pika.PlainCredentials("guest", "wrong")
    try:
        pika.BlockingConnection(parameters(os.environ["CA_FILE"], credentials=wrong))
    except ProbableAuthenticationError as error:
        assert "ACCESS_REFUSED" in str(error), error
        return
    raise AssertionError("let in")


@case
def an_authority_that_is_not_trusted() -> None:
    try:
        pika.BlockingConnection(parameters(None))
    except (AMQPConnectionError, ssl.SSLCertVerificationError) as error:
        assert "CERTIFICATE_VERIFY_FAILED" in repr(error), repr(error)
        return
    raise AssertionError("let in")


@case
def plain_AMQP_to_the_TLS_port() -> None:
    plain = parameters(os.environ["CA_FILE"])
    plain.ssl_options = None
    try:
        pika.BlockingConnection(plain)
    except AMQPConnectionError:
        return
    raise AssertionError("let in")


run()
