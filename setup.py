"""Build hook of pyproject.toml: the extension is built by Go, not by distutils."""

import sys
from pathlib import Path

from setuptools import Extension, setup

sys.path.insert(0, str(Path(__file__).parent / "bindings-python"))

from gobuild import BuildGo  # found through the line above

setup(
    ext_modules=[Extension("twelvefold._ext", sources=[], py_limited_api=True)],
    cmdclass={"build_ext": BuildGo},
    options={
        "bdist_wheel": {"py_limited_api": "cp311"},
        "build": {"build_base": "bindings-python/build"},
    },
)
