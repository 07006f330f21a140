"""A real Celery worker: AMQP as broker, Redis for results; then all canvases."""

import atexit
import os
import subprocess
import sys
import time
from typing import Any

os.environ["CELERY_QUEUE"] = f"celery.{os.getpid()}"

from celery import chain, chord, group  # noqa: E402  # the queue's name comes first
from celery_tasks import add, app, divide, flaky, total  # noqa: E402
from harness import case, restart_broker, run, wait_for  # noqa: E402

PATIENCE = 120  # seconds: a worker takes some to start
worker = subprocess.Popen(
    [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "celery_tasks",
        "worker",
        "-c",
        "2",
        "-l",
        "WARNING",
        "-n",
        f"judge{os.getpid()}@%h",
    ],
    cwd=os.path.dirname(os.path.abspath(__file__)),
    stdout=sys.stderr,
)


@atexit.register
def end_the_worker() -> None:
    worker.terminate()
    try:
        worker.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        worker.kill()


@case
def the_worker_answers_a_broadcast_ping() -> None:
    answers = wait_for("the worker", lambda: app.control.inspect(timeout=1).ping(), PATIENCE)
    assert [list(a.values()) for a in answers.values()] == [["pong"]], answers


@case
def a_task() -> None:
    assert add.delay(2, 3).get(timeout=PATIENCE) == 5


@case
def a_chain() -> None:
    assert chain(add.s(1, 2), add.s(3), add.s(4))().get(timeout=PATIENCE) == 10


@case
def a_group_of_100() -> None:
    assert group(add.s(i, i) for i in range(100))().get(timeout=PATIENCE) == [
        2 * i for i in range(100)
    ]


@case
def a_chord() -> None:
    assert chord((add.s(i, 1) for i in range(20)), total.s())().get(timeout=PATIENCE) == 210


@case
def a_chord_in_a_chain() -> None:
    canvas = chain(group(add.s(1, 1), add.s(2, 2)), total.s(), add.s(10))
    assert canvas().get(timeout=PATIENCE) == 16


@case
def retries() -> None:
    assert flaky.delay(3).get(timeout=PATIENCE) == 3


@case
def a_failure_comes_back() -> None:
    result = divide.delay(1, 0)
    try:
        result.get(timeout=PATIENCE)
    except ZeroDivisionError:
        return
    raise AssertionError("no failure")


@case
def countdown_and_priority() -> None:
    began = time.monotonic()
    assert add.apply_async((1, 1), countdown=1, priority=9).get(timeout=PATIENCE) == 2
    assert time.monotonic() - began >= 1


@case
def revoked_before_its_time() -> None:
    result = add.apply_async((1, 1), countdown=5)  # within which the worker hears of it
    result.revoke()
    wait_for("the revocation", lambda: result.state == "REVOKED", PATIENCE)


@case
def inspect_and_queue_length() -> None:
    inspect = app.control.inspect(timeout=1)
    (queues,) = wait_for("the queues", inspect.active_queues, PATIENCE).values()
    assert [q["name"] for q in queues] == [os.environ["CELERY_QUEUE"]]


@case
def the_worker_comes_back_after_a_kill() -> None:
    waiting = [add.apply_async((i, 1), countdown=1) for i in range(5)]
    restart_broker()
    assert add.apply_async((5, 5), retry=True).get(timeout=2 * PATIENCE) == 10
    assert [r.get(timeout=2 * PATIENCE) for r in waiting] == [1, 2, 3, 4, 5]


@case
def purge() -> None:
    queue, purged = os.environ["CELERY_QUEUE"], 0

    def cancelled() -> Any:
        return app.control.cancel_consumer(queue, reply=True, timeout=1)

    def all_purged() -> bool:
        nonlocal purged
        purged += app.control.purge()
        return purged >= 7

    wait_for("the end of the consumer", cancelled, PATIENCE)
    for i in range(7):
        add.delay(i, i)
    wait_for("the purge", all_purged)
    assert purged == 7


run()
