"""What every Python judge shares: cases, their verdicts, and the broker's place.

A program registers functions with @case and ends with run(). Each case prints
one line: PASS, FAIL with the reason, or SKIP with the reason. The runner gives
the broker in the environment: AMQP_URL, MANAGEMENT_URL, TLS_URL, CA_FILE,
REDIS_URL, BROKER (twelvefold or rabbitmq) and CONTROL_URL.
"""

import inspect
import itertools
import os
import signal
import sys
import time
import traceback
import urllib.request
from collections.abc import Callable
from typing import Any

AMQP_URL = os.environ["AMQP_URL"]
PATIENCE = 60.0  # seconds for what must happen, on a machine that has much else to do
CASE_PATIENCE = 300  # seconds for a whole case

_cases: list[Callable[[], Any]] = []
_numbers = itertools.count(1)


class Hung(BaseException):
    """A case took too long; no client takes this for a lost connection."""


class Skip(Exception):
    """The broker cannot do this; the text says why."""


def case(function: Callable[[], Any]) -> Callable[[], Any]:
    """Register a case; its name is its function's."""
    _cases.append(function)
    return function


def run() -> None:
    """Run all cases in their order, and exit with 1 if one failed."""
    failed = False
    signal.signal(signal.SIGALRM, _hung)
    for function in _cases:
        name = function.__name__.replace("_", " ")
        signal.alarm(CASE_PATIENCE)
        try:
            result = function()
            if inspect.isawaitable(result):
                import asyncio

                asyncio.run(_finish(result))
        except Skip as reason:
            print(f"SKIP {name}: {reason}", flush=True)
        except BaseException as error:
            failed = True
            traceback.print_exc()
            reason = f"{type(error).__name__}: {error}".replace("\n", " ")
            print(f"FAIL {name}: {reason}", flush=True)
        else:
            print(f"PASS {name}", flush=True)
    sys.exit(failed)


def _hung(*_: Any) -> None:
    raise Hung(f"not done within {CASE_PATIENCE} s")


async def _finish(work: Any) -> None:
    await work


def unique(kind: str) -> str:
    """Give a name that no other case or program uses."""
    return f"{kind}.{os.path.basename(sys.argv[0])}.{os.getpid()}.{next(_numbers)}"


def wait_for(what: str, check: Callable[[], Any], patience: float = PATIENCE) -> Any:
    """Ask until the answer is true, and give it."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if answer := check():
            return answer
        time.sleep(0.02)
    raise AssertionError(f"{what}: not within {patience} s")


def restart_broker() -> None:
    """Have the broker ended by kill -9 and started again; back when it accepts."""
    request = urllib.request.Request(os.environ["CONTROL_URL"] + "/restart", method="POST")
    with urllib.request.urlopen(request, timeout=CASE_PATIENCE) as answer:
        assert answer.status == 200, answer.status


def real_rabbitmq() -> bool:
    """Tell whether this is RabbitMQ, and not ours."""
    return os.environ["BROKER"] == "rabbitmq"
