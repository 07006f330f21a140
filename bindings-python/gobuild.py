"""Builds the extension and the server binary with Go, for setuptools.

One shared library holds one Go runtime and two Python modules:

- ``_ext``, hand-written in Go and C (``native/``): keys, bytes, arrays;
- ``_control``, which gopy and pybindgen generate from ``native/control``.

gopy's own ``build`` is not used: it rewrites go.mod and wants tools on PATH.
Its output differs from run to run in order, so it is made here and thrown away.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

from setuptools.command.build_ext import build_ext

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
NATIVE = HERE / "native"
CONTROL = "github.com/twelvefold/twelvefold/bindings-python/native/control"


class BuildGo(build_ext):
    """The build_ext command: everything that Go contributes to the wheel."""

    def build_extension(self, ext: object) -> None:
        """Build the one extension, the server binary, and what states both."""
        library = Path(self.get_ext_fullpath("twelvefold._ext")).resolve()
        package = library.parent
        package.mkdir(parents=True, exist_ok=True)
        schema = schema_hash(ROOT / "schema")
        build_library(library, schema)
        build_server(package / "_bin" / "twelvefold")
        write_build_facts(package / "_build.py", schema)

    def copy_extensions_to_source(self) -> None:
        """Build in place (``--inplace``): copy all that was built, not the library alone."""
        super().copy_extensions_to_source()
        package = HERE / "src" / "twelvefold"
        made = Path(self.build_lib) / "twelvefold"
        shutil.copy(made / "_build.py", package)
        shutil.copytree(made / "_bin", package / "_bin", dirs_exist_ok=True)


def schema_hash(folder: Path) -> str:
    """Name the schema: a hash over its files, names and contents."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.yaml")):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()[:16]


def write_build_facts(path: Path, schema: str) -> None:
    """Write what the Python half was built from; the package compares it at import."""
    version = (ROOT / "version.txt").read_text().strip()
    path.write_text(
        '"""Written by the build: what this package was built from."""\n\n'
        f'VERSION = "{version}"\nSCHEMA = "{schema}"\n'
    )


def go(*args: str, cwd: Path = ROOT, cgo: bool = True) -> None:
    """Run the Go tool, with the settings of a build that can be repeated elsewhere."""
    tool = shutil.which("go")
    if tool is None:
        sys.exit("twelvefold: building from source needs Go 1.26 or later on PATH")
    env = dict(
        os.environ,
        CGO_ENABLED="1" if cgo else "0",
        CGO_CFLAGS=f"-O2 -I{sysconfig.get_path('include')}",
        GOFLAGS="-mod=readonly -trimpath -buildvcs=false",
    )
    subprocess.run([tool, *args], cwd=cwd, env=env, check=True)


def build_library(library: Path, schema: str) -> None:
    """Generate gopy's half beside a copy of the hand-written one, and link both."""
    (HERE / "_gobuild").mkdir(exist_ok=True)  # inside the module: Go must find go.mod
    work = Path(tempfile.mkdtemp(dir=HERE / "_gobuild"))
    try:
        generate_control(work)
        for path in NATIVE.iterdir():
            if path.suffix in {".go", ".c", ".h"}:
                shutil.copy(path, work)
        flags = f"-s -w -X {CONTROL}.schemaHash={schema}"
        target = ["-o", str(library), "."]
        go("build", "-tags=pyext", "-buildmode=c-shared", f"-ldflags={flags}", *target, cwd=work)
        library.with_suffix(".h").unlink(missing_ok=True)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def generate_control(work: Path) -> None:
    """Run gopy on the facade, and pybindgen on what gopy wrote."""
    out = f"-output={work}"
    options = ["-name=control", "-rename", "-dynamic-link=true", "-no-make"]
    go("tool", "gopy", "gen", f"-vm={sys.executable}", out, *options, CONTROL)
    go("tool", "goimports", "-w", "control.go", cwd=work)
    # gopy bakes in this machine's include and library paths; and it knows
    # nothing of the stable interface.
    rewrite(
        work / "control.go", {r"(?m)^#cgo .*$": "", r"#include <Python\.h>": '#include "limited.h"'}
    )
    # Wrappers for slices are written whether asked for or not, and end the
    # process when misused.
    rewrite(work / "build.py", {r"(?m)^mod\.add_function\('Slice_.*\n": ""})
    subprocess.run([sys.executable, "build.py"], cwd=work, check=True)
    rewrite(
        work / "control.c",
        {r"#include <Python\.h>": '#include "limited.h"', r"control_go\.h": "_cgo_export.h"},
    )


def rewrite(path: Path, changes: dict[str, str]) -> None:
    """Replace patterns in a generated file; each must be there, or gopy has changed."""
    text = path.read_text()
    for pattern, replacement in changes.items():
        text, found = re.subn(pattern, replacement, text)
        if not found:
            sys.exit(f"twelvefold: {path.name} has no {pattern!r}: not the gopy that go.mod pins?")
    path.write_text(text)


def build_server(binary: Path) -> None:
    """Build the static server that twelvefold.serve() runs."""
    binary.parent.mkdir(exist_ok=True)
    go("build", "-ldflags=-s -w", "-o", str(binary), "./cmd/twelvefold", cgo=False)
