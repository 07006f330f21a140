"""Writes what became of each case, for the report."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

from .cases import ROOT


@contextmanager
def collected(runner: str) -> Iterator[dict[str, str]]:
    """Collect outcomes by the name of their case, and leave them under a runner's name."""
    cases: dict[str, str] = {}
    yield cases
    path = ROOT / ".cache" / "conformance" / f"{runner}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"runner": runner, "cases": cases}, indent=1) + "\n")
