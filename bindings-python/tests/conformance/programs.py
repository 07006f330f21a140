"""Reads what a Lox program of conformance/programs expects; the README there has the format."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from .cases import ROOT

PROGRAMS = ROOT / "conformance" / "programs"

# The first that matches counts.
_COMMENTS = {
    "runtime error": re.compile(r"// expect runtime error: (.+)"),
    "output": re.compile(r"// expect: ?(.*)"),
    "trace": re.compile(r"// trace: (.+)"),
    "error of a line": re.compile(r"// \[line (\d+)\] (Error.*)"),
    "error": re.compile(r"// (Error.*)"),
}


@dataclass
class Program:
    """A program and how it has to end."""

    name: str
    source: bytes
    output: list[str] = field(default_factory=list)
    compile_errors: list[str] = field(default_factory=list)
    runtime_error: str = ""
    runtime_line: int = 0
    trace: list[str] = field(default_factory=list)

    def differences(self, output: str, errors: str) -> list[str]:
        """Hold a run against the expectations; ``errors`` is the book's standard error."""
        found = []
        if output != "".join(line + "\n" for line in self.output):
            found.append(f"output {output!r}, want {self.output}")
        told = errors.split("\n")[:-1]
        if not self.runtime_error:
            return found if told == self.compile_errors else [*found, f"errors {told}"]
        if told[:1] != [self.runtime_error]:
            found.append(f"runtime error {told[:1]}, want {self.runtime_error!r}")
        if self.trace and told[1:] != self.trace:
            found.append(f"trace {told[1:]}, want {self.trace}")
        if not "".join(told[1:2]).startswith(f"[line {self.runtime_line}] in "):
            found.append(f"trace {told[1:2]}, want it to begin on line {self.runtime_line}")
        return found


def parse(path: Path, name: str) -> Program:
    """Read a program. It may be no UTF-8: what is not comes back as surrogates."""
    program = Program(name, path.read_bytes())
    lines = program.source.decode("utf-8", "surrogateescape").split("\n")
    for number, line in enumerate(lines, 1):
        for kind, pattern in _COMMENTS.items():
            if match := pattern.search(line.removesuffix("\r")):
                _expect(program, kind, match, number)
                break
    return program


def _expect(program: Program, kind: str, match: re.Match[str], number: int) -> None:
    match kind:
        case "runtime error":
            program.runtime_error, program.runtime_line = match[1], number
        case "output":
            program.output.append(match[1])
        case "trace":
            program.trace.append(match[1])
        case "error of a line":
            program.compile_errors.append(f"[line {match[1]}] {match[2]}")
        case "error":
            program.compile_errors.append(f"[line {number}] {match[1]}")


def load(folder: Path) -> list[Program]:
    """Give all programs below a folder, in the order of their names."""
    paths = sorted(folder.rglob("*.lox"))
    if not paths:
        raise AssertionError(f"there are no programs below {folder}")
    return [parse(path, path.relative_to(folder).with_suffix("").as_posix()) for path in paths]
