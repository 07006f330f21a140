"""dramatiq: a worker of its own, with retries, delays, priorities and dead letters."""

import os
import time
from collections.abc import Callable
from typing import Any

import dramatiq
from dramatiq.brokers.rabbitmq import RabbitmqBroker
from harness import case, run, unique, wait_for

NAME = unique("dramatiq")
DELAY = 0.4  # seconds

broker = RabbitmqBroker(url=os.environ["AMQP_URL"], confirm_delivery=True, max_priority=10)
dramatiq.set_broker(broker)
done: list[Any] = []


def actor(**options: Any) -> Callable[..., Any]:
    """Make an actor on this run's own queue."""
    return dramatiq.actor(queue_name=NAME, min_backoff=20, max_backoff=100, **options)


@actor()
def note(what: Any) -> Any:
    """Remember what came."""
    done.append(what)
    return what


@actor(max_retries=5)
def flaky(what: str, wanted: int) -> None:
    """Fail until it was tried so often."""
    done.append(what)
    if done.count(what) < wanted:
        raise RuntimeError("once more")


@actor(max_retries=0)
def doomed() -> None:
    """Fail for good: the message goes to dramatiq's dead letters."""
    raise ValueError("never")


def counts() -> tuple[int, int, int]:
    """Give what is ready in the queue, in its delay queue and among the dead."""
    return broker.get_queue_message_counts(NAME)


@case
def many_tasks() -> None:
    for i in range(200):
        note.send(i)
    wait_for("all", lambda: sorted(d for d in done if isinstance(d, int)) == list(range(200)))


@case
def retries_come_back_after_a_while() -> None:
    flaky.send("flaky", 3)
    wait_for("three tries", lambda: done.count("flaky") == 3)


@case
def a_delay_is_kept() -> None:
    began = time.monotonic()
    note.send_with_options(args=("late",), delay=int(DELAY * 1000))
    wait_for("it", lambda: "late" in done)
    assert time.monotonic() - began >= DELAY


@case
def what_fails_for_good_is_a_dead_letter() -> None:
    doomed.send()
    wait_for("the dead letter", lambda: counts() == (0, 0, 1))


@case
def a_pipeline_and_a_group() -> None:
    dramatiq.pipeline(
        [note.message("first"), note.message_with_options(args=("second",), pipe_ignore=True)]
    ).run()
    dramatiq.group([note.message(f"member {i}") for i in range(5)]).run()
    wait_for("all", lambda: {"first", "second", *(f"member {i}" for i in range(5))} <= set(done))


@case
def a_flush_leaves_nothing() -> None:
    broker.flush(NAME)
    assert counts() == (0, 0, 0)


worker = dramatiq.Worker(broker, worker_timeout=100, worker_threads=4)
worker.start()
try:
    run()
finally:
    worker.stop()
    broker.close()
