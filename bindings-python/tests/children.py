"""Runs code in a Python process of its own: for what may end or hang a process."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import textwrap


def run(code: str, *, timeout: float = 300) -> str:
    """Run code, require that it ends well within `timeout` seconds, and give what it printed."""
    child = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    assert child.returncode == 0, f"exit code {child.returncode}\n{child.stdout}\n{child.stderr}"
    return child.stdout


def descriptors() -> int:
    """Count this process's open descriptors, without those of earlier tests' garbage."""
    gc.collect()
    return len(os.listdir("/proc/self/fd"))
