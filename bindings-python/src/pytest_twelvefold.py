"""pytest fixtures: backends for tests, in the tests' own process.

pytest finds them where twelvefold is installed. The package is loaded by the
first test that asks for one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from twelvefold import AMQP, Lox


@pytest.fixture(scope="session")
def _amqp_broker() -> Iterator[AMQP]:
    from twelvefold import AMQP

    with AMQP() as broker:
        broker.serve()
        yield broker


@pytest.fixture
def amqp_broker(_amqp_broker: AMQP) -> Iterator[AMQP]:
    """Give an AMQP broker in memory; ``amqp_broker.url`` is for client libraries.

    It is empty for each test, and has the same URL for all of a run.
    """
    yield _amqp_broker
    _amqp_broker.reset()


@pytest.fixture
def lox_interpreter() -> Iterator[Lox]:
    """Give a Lox interpreter, whose runs end after ten million steps."""
    from twelvefold import Lox

    with Lox(max_steps=10_000_000) as interpreter:
        yield interpreter
