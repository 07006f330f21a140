#!/bin/sh
# Builds sdist and wheel, installs each in a clean venv outside the repository,
# and checks what was installed there. The wheel's venv has NumPy, the sdist's
# has not. The built files stay in dist/.
#
#   install_check.sh [PYTHON]
set -eu
python=${1:-python3}
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cd "$root"
"$python" -m venv "$work/build"
"$work/build/bin/pip" install -q "$(grep '^build==' bindings-python/requirements-dev.txt)"
rm -rf "$work/dist"
# The wheel is built from the sdist, so the sdist must hold all that is needed.
"$work/build/bin/python" -m build -o "$work/dist" . >"$work/build.log" 2>&1 ||
	{ cat "$work/build.log"; exit 1; }
mkdir -p dist && cp "$work"/dist/* dist/
CGO_ENABLED=0 go build -o "$work/interop" ./bindings-python/tests/interop
cp bindings-python/tests/installed.py "$work/"

cd "$work"
"$python" -m venv wheel
wheel/bin/pip install -q dist/*.whl "$(grep '^numpy==' "$root/bindings-python/requirements-dev.txt")"
wheel/bin/python installed.py "$work/interop"

"$python" -m venv sdist
sdist/bin/pip install -q dist/*.tar.gz
sdist/bin/python installed.py "$work/interop"
