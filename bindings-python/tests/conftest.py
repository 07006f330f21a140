"""Loads our own plugin: built in place, the package has no entry points."""

pytest_plugins = ["pytest_twelvefold"]
