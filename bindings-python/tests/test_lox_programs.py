"""The programs of conformance/programs, on both engines, as the book's interpreter runs them."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from twelvefold import Lox, LoxError

from .conformance.cases import ROOT
from .conformance.programs import PROGRAMS, Program, load
from .conformance.results import collected

Engine = Literal["fast", "tree"]
engines = pytest.mark.parametrize("engine", ["fast", "tree"])


def run(program: Program, engine: Engine) -> list[str]:
    with Lox(engine=engine, std=True) as lox:
        lox.define("clock", time.monotonic, params=[])
        errors = ""
        try:
            lox.eval(program.source, program.name)
        except LoxError as error:
            errors = error.book()
        return program.differences(lox.output(), errors)


@pytest.fixture(scope="module")
def results() -> Iterator[dict[str, str]]:
    with collected("programs-python") as cases:
        yield cases


def failures(programs: list[Program], engine: Engine, results: dict[str, str]) -> list[str]:
    failed = []
    for program in programs:
        differences = "; ".join(run(program, engine))
        results[f"{engine} {program.name}"] = f"failed: {differences}" if differences else "passed"
        if differences:
            failed.append(f"{program.name}: {differences}")
    return failed


@engines
def test_programs(engine: Engine, results: dict[str, str]) -> None:
    programs = load(PROGRAMS / "lox")
    assert len(programs) >= 400
    assert not failures(programs, engine, results)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the programs that stand at a limit: they are too long to be kept."""
    if shutil.which("go") is None:
        pytest.skip("the programs at the limits are written by Go, and there is no go on PATH")
    folder = tmp_path_factory.mktemp("programs")
    subprocess.run(
        ["go", "run", "./conformance/programs/limits/write", str(folder)], cwd=ROOT, check=True
    )
    return folder


@engines
def test_programs_at_the_limits_of_the_language(
    built: Path, engine: Engine, results: dict[str, str]
) -> None:
    assert not failures(load(built), engine, results)
