"""The README's sample runs, and prints what the README says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import twelvefold

README = Path(__file__).parents[1] / "README.md"


def test_the_sample_prints_what_it_says(tmp_path: Path) -> None:
    text = README.read_text()
    (sample,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    (printed,) = re.findall(r"```text\n(.*?)```", text, re.DOTALL)
    package = Path(twelvefold.__file__).parents[1]  # PYTHONPATH may name it from here
    run = subprocess.run(
        [sys.executable, "-c", sample],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(package)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout == printed
