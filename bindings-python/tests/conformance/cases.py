"""Loads the cases, which are data that every runner shares."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[3]
CASES = ROOT / "conformance" / "cases"


@dataclass
class Case:
    """One case; `key` names it among all."""

    key: str
    engine: str
    needs: list[str]
    open: dict[str, Any]
    steps: list[dict[str, Any]] = field(repr=False)


@dataclass
class Arg:
    """An argument: its bytes, and what else it is: numbers, or a mapping."""

    data: bytes = b""
    floats: list[float] = field(default_factory=list)
    mapping: dict[str, Any] = field(default_factory=dict)

    @property
    def integer(self) -> int:
        """The argument as an integer."""
        return int(self.data)


class _Loader(yaml.CSafeLoader):
    """Makes `Arg` of the items of ``do``: a number's text counts as well as its value."""


def _construct_step(loader: _Loader, node: yaml.MappingNode) -> dict[str, Any]:
    return {
        key.value: [_argument(loader, item) for item in value.value]
        if key.value == "do"
        else loader.construct_object(value, deep=True)
        for key, value in node.value
    }


def _argument(loader: _Loader, node: yaml.Node) -> Arg:
    value = loader.construct_object(node, deep=True)
    if isinstance(value, dict):
        is_bytes = value.keys() == {"b64"}
        return Arg(base64.b64decode(value["b64"])) if is_bytes else Arg(mapping=value)
    if isinstance(value, list):
        return Arg(floats=[float(item) for item in value])
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return Arg(str(node.value).encode(), [float(value)] if number else [])


# YAML 1.2 reads 1e9 as a number, and so do the other runners; PyYAML is of 1.1.
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"[-+]?\d+(\.\d*)?[eE][-+]?\d+$"), list("-+0123456789")
)
_Loader.add_path_resolver("!step", ["cases", (yaml.SequenceNode, None), "steps", None], dict)
_Loader.add_constructor("!step", _construct_step)


def load() -> list[Case]:
    """Give all cases, in the order of their files."""
    cases = []
    for path in sorted(CASES.rglob("*.yaml")):
        file = yaml.load(path.read_text(), _Loader)
        for case in file["cases"]:
            key = f"{file['engine']}/{file['group']}/{case['name']}"
            cases.append(
                Case(
                    key,
                    file["engine"],
                    case.get("needs", []),
                    case.get("open", {}),
                    case["steps"],
                )
            )
    if not cases:
        raise AssertionError(f"there are no cases below {CASES}")
    return cases
