"""The README's samples run, and print what the README says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import twelvefold

README = Path(__file__).parents[1] / "README.md"


def run(arguments: list[str], folder: Path) -> str:
    """Run Python in a folder, with this package, and give what it printed."""
    package = Path(twelvefold.__file__).parents[1]  # PYTHONPATH may name it from here
    child = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(package)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert child.returncode == 0, child.stdout + child.stderr
    return child.stdout


def test_the_samples_do_what_it_says(tmp_path: Path) -> None:
    text = README.read_text()
    first, test, loop = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    first_says, loop_says = re.findall(r"```text\n(.*?)```", text, re.DOTALL)
    assert run(["-c", first], tmp_path) == first_says
    assert run(["-c", loop], tmp_path) == loop_says
    (tmp_path / "test_sample.py").write_text(test)
    assert "1 passed" in run(["-m", "pytest", "-p", "pytest_twelvefold"], tmp_path)
