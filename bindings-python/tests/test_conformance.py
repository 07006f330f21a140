"""Runs every case of conformance/cases in this process, and records the results."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from .conformance.cases import Case, load
from .conformance.lox_target import LoxEvalTarget
from .conformance.results import collected
from .conformance.targets import ExecuteTarget, RedisTarget, Target, open_target
from .conformance.wants import matches

ALL = load()


@pytest.fixture(scope="module")
def results() -> Iterator[dict[str, str]]:
    with collected("python") as cases:
        yield cases


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.key)
def test_case(case: Case, results: dict[str, str]) -> None:
    results[case.key] = "failed: the runner stopped"
    target = open_target(case)
    try:
        problem = run(case, target)
    finally:
        target.close()
    results[case.key] = f"failed: {problem}" if problem else "passed"
    assert not problem


def run(case: Case, target: Target) -> str:
    """Run the steps; gives what is wrong, or an empty text."""
    for number, step in enumerate(case.steps, 1):
        problem = run_step(step, target)
        if problem:
            return f"step {number}: {problem}"
    return ""


def run_step(step: dict[str, Any], target: Target) -> str:
    conn = step.get("conn", 1)
    if "advance" in step:
        target.advance(step["advance"])
        return ""
    if "do" in step:
        op, *args = step["do"]
        got = target.do(conn, op.data.decode(), args)
        return "" if matches(step["want"], got) else f"got {got}, want {step['want']}"
    assert isinstance(target, RedisTarget), "only redis takes raw bytes"
    reply, closed = target.raw(conn, step["raw"].encode())
    expected = (step.get("want_raw", "").encode(), step.get("closed", False))
    return "" if (reply, closed) == expected else f"got {reply!r}, {closed}; want {expected}"


# The same cases once more through execute().
EXECUTABLE = [
    case
    for case in ALL
    if case.engine == "redis" and "wire" not in case.needs and "password" not in case.open
]


@pytest.mark.parametrize("case", EXECUTABLE, ids=lambda case: case.key)
def test_case_through_execute(case: Case) -> None:
    target = ExecuteTarget(case)
    try:
        for number, step in enumerate(case.steps, 1):
            if "advance" in step:
                target.advance(step["advance"])
                continue
            op, *args = step["do"]
            got = target.do(step.get("conn", 1), op.data.decode(), args)
            assert matches(step["want"], got), f"step {number}: got {got}, want {step['want']}"
    finally:
        target.close()


def only_runs(case: Case) -> bool:
    """Tell whether a case of Lox runs programs and has no values that only JSON writes so."""
    done = [step["do"] for step in case.steps if "do" in step]
    return (
        all(op.data in (b"eval", b"run") and args for op, *args in done)
        and all(isinstance(args[0].mapping.get("source"), str) for _, *args in done)
        and not any(word in str(case.steps) for word in ("'object':", "'number':", "too_large"))
    )


# And those of Lox that only run programs, through eval().
PROGRAMS = [case for case in ALL if case.engine == "lox" and only_runs(case)]


@pytest.mark.parametrize("case", PROGRAMS, ids=lambda case: case.key)
def test_case_through_eval(case: Case) -> None:
    target = LoxEvalTarget(case)
    try:
        assert not run(case, target)
    finally:
        target.close()


def test_there_are_programs() -> None:
    assert len(PROGRAMS) >= 40
