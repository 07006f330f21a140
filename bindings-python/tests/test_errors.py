"""Exceptions: one for every code of the schema, and whole after a pickle."""

from __future__ import annotations

import importlib
import pickle

import pytest
from twelvefold import AMQPError, RedisError, TwelvefoldError, _build, _control, _ext, errors
from twelvefold._codes_gen import CODES
from twelvefold.errors import IncompatibleError, make

BUILTIN = {
    "not_found": KeyError,
    "invalid_argument": ValueError,
    "wrong_type": TypeError,
    "io": OSError,
    "timeout": TimeoutError,
    "unsupported": NotImplementedError,
    "internal": RuntimeError,
}


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(("redis", "reply"), [(0, 0), (1, 0), (0, 404)])
def test_every_code_has_an_exception(code: errors.ErrorCode, redis: int, reply: int) -> None:
    error = make(code, "a text", redis, reply)
    assert error.code == code
    assert str(error) == "a text"
    assert isinstance(error, RedisError) == bool(redis)
    assert isinstance(error, AMQPError) == bool(reply)
    if not redis and not reply and code != "dead":  # dead is WebAssembly's
        assert type(error) is not TwelvefoldError
        assert isinstance(error, BUILTIN.get(code, TwelvefoldError))


@pytest.mark.parametrize("code", CODES)
def test_exceptions_survive_a_pickle_and_can_be_imported(code: errors.ErrorCode) -> None:
    for redis, reply in ((0, 0), (1, 0), (0, 404)):
        error = make(code, "a text", redis, reply)
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), again.code, str(again)) == (type(error), code, "a text")
        assert getattr(again, "reply_code", 0) == reply
        module = importlib.import_module(type(error).__module__)
        assert getattr(module, type(error).__name__) is type(error)


def test_a_panic_in_go_is_an_internal_error() -> None:
    """A handle of the wrong kind is as near to a defect as a test can come."""
    with pytest.raises(errors.InternalError, match="another type"):
        _ext.Session(_control.control_NewClock()).execute("PING")


def test_another_version_of_the_extension_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from twelvefold import _native

    monkeypatch.setattr(_build, "SCHEMA", "other")
    with pytest.raises(IncompatibleError, match=r"schema other.*install the package again"):
        _native._check_build()
    monkeypatch.undo()
    monkeypatch.setattr(_build, "VERSION", "9.9.9")
    with pytest.raises(ImportError, match=r"9\.9\.9"):
        _native._check_build()
