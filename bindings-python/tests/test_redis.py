"""Replies as Python's types, and sessions; commands themselves are in the conformance cases."""

from __future__ import annotations

import gc
import pickle

import pytest
from twelvefold import Redis, RedisError
from twelvefold._testing import Clock
from twelvefold.errors import (
    ClosedError,
    InvalidArgumentError,
    TransactionAbortedError,
    UnauthenticatedError,
    UnknownCommandError,
    WrongArityError,
    WrongTypeError,
)


@pytest.fixture
def db() -> Redis:
    return Redis()


def test_each_kind_of_reply_is_its_python_type(db: Redis) -> None:
    run = db.execute
    assert run("SET", "k", "v") == "OK"
    assert run("GET", b"k") == b"v"
    assert run("GET", "none") is None
    assert run("INCR", "n") == 1
    assert run("RPUSH", "l", "a", "b") == 2
    assert run("LRANGE", "l", 0, -1) == [b"a", b"b"]
    assert run("SADD", "s", "x", "y") == 2
    assert run("SMEMBERS", "s") == {b"x", b"y"}
    assert run("HSET", "h", "f", "1") == 1
    assert run("HGETALL", "h") == {b"f": b"1"}


def test_arguments_may_be_numbers_and_bytes_of_any_kind(db: Redis) -> None:
    db.execute("SET", "i", 10**12)
    db.execute("SET", "f", 0.1)
    db.execute("SET", bytearray(b"\0k"), memoryview(b"\xff\0"))
    assert db.execute("GET", "i") == b"1000000000000"
    assert db.execute("GET", "f") == b"0.1"
    assert db.execute("GET", b"\0k") == b"\xff\0"
    for wrong in (None, True, [], object()):
        with pytest.raises(TypeError, match="argument must be str or bytes-like"):
            db.execute("SET", "k", wrong)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="name of a command"):
        db.execute()


def test_many_arguments_and_long_replies(db: Redis) -> None:
    words = [b"%d" % n for n in range(20_000)]
    assert db.execute("RPUSH", "l", *words) == 20_000
    assert db.execute("LRANGE", "l", 0, -1) == words
    big = bytes(range(256)) * 40_000
    db.execute("SET", "big", big)
    assert db.execute("GET", "big") == big


def test_errors_carry_redis_text_and_a_code(db: Redis) -> None:
    db.execute("SET", "k", "v")
    with pytest.raises(WrongTypeError) as wrong:
        db.execute("LPUSH", "k", "x")
    assert isinstance(wrong.value, RedisError)
    assert wrong.value.code == "wrong_type"
    assert str(wrong.value) == ("WRONGTYPE Operation against a key holding the wrong kind of value")
    again = pickle.loads(pickle.dumps(wrong.value))
    assert (type(again), again.code, str(again)) == (
        type(wrong.value),
        "wrong_type",
        str(wrong.value),
    )
    with pytest.raises(UnknownCommandError, match="ERR unknown command 'NOPE'"):
        db.execute("NOPE")
    with pytest.raises(WrongArityError, match="for 'get' command"):
        db.execute("GET")
    with pytest.raises(InvalidArgumentError, match="not an integer"):
        db.execute("INCR", "k")


def test_a_transaction_gives_errors_as_items(db: Redis) -> None:
    with db.connection() as connection:
        assert connection.execute("MULTI") == "OK"
        assert connection.execute("SET", "k", "v") == "QUEUED"
        connection.execute("LPUSH", "k", "x")
        connection.execute("GET", "k")
        status, error, value = connection.execute("EXEC")  # type: ignore[misc, str-unpack]
    assert (status, value) == ("OK", b"v")
    assert isinstance(error, WrongTypeError)


def test_a_transaction_with_a_bad_command_is_aborted(db: Redis) -> None:
    connection = db.connection()
    connection.execute("MULTI")
    with pytest.raises(UnknownCommandError):
        connection.execute("NOPE")
    with pytest.raises(TransactionAbortedError, match="EXECABORT"):
        connection.execute("EXEC")


def test_a_watched_key_that_changed_gives_none(db: Redis) -> None:
    watcher = db.connection()
    watcher.execute("WATCH", "k")
    db.execute("SET", "k", "other")
    watcher.execute("MULTI")
    watcher.execute("SET", "k", "mine")
    assert watcher.execute("EXEC") is None
    assert db.execute("GET", "k") == b"other"


def test_connections_have_databases_of_their_own(db: Redis) -> None:
    other = db.connection()
    other.execute("SELECT", 1)
    other.execute("SET", "k", "v")
    assert db.execute("GET", "k") is None


def test_keys_expire_by_the_clock() -> None:
    clock = Clock()
    db = Redis(_clock=clock)
    db.execute("SET", "k", "v", "PX", 100)
    clock.advance(0.05)
    assert db.execute("GET", "k") == b"v"
    clock.advance(0.05)
    assert db.execute("GET", "k") is None
    assert db.stats()["keys"] == 0


def test_a_session_takes_raw_resp_in_any_pieces(db: Redis) -> None:
    session = db.session()
    for byte in b"*2\r\n$4\r\nECHO\r\n$2\r\nhi\r\n":
        session.feed(bytes([byte]))
    assert session.out() == b"$2\r\nhi\r\n"
    assert session.out() == b""
    session.feed("SET k v\r\nGET k\r\n")
    assert session.out() == b"+OK\r\n$1\r\nv\r\n"
    assert session.deadline is None
    assert not session.done


def test_a_protocol_error_ends_the_session_alone(db: Redis) -> None:
    session = db.session()
    session.feed(b"*9999999999\r\n")
    assert session.out() == b"-ERR Protocol error: invalid multibulk length\r\n"
    assert session.done
    assert db.execute("PING") == "PONG"


def test_a_password_is_for_sessions() -> None:
    db = Redis(password="secret")
    assert db.execute("PING") == "PONG"
    session = db.session()
    session.feed("GET k\r\n")
    assert session.out().startswith(b"-NOAUTH")
    with pytest.raises(UnauthenticatedError, match="WRONGPASS"):
        db.execute("AUTH", "wrong")


def test_a_connection_that_has_quit_says_so(db: Redis) -> None:
    connection = db.connection()
    assert connection.execute("QUIT") == "OK"
    with pytest.raises(ClosedError, match="session has ended"):
        connection.execute("PING")


def test_a_closed_store_says_so() -> None:
    with Redis() as db:
        other = db.connection()
    for call in (lambda: db.execute("PING"), lambda: other.execute("GET", "k"), db.connection):
        with pytest.raises(ClosedError):
            call()
    db.close()


def test_reset_and_statistics(db: Redis) -> None:
    db.execute("MSET", "a", 1, "b", 2)
    assert db.stats()["keys"] == 2
    db.reset()
    assert db.execute("DBSIZE") == 0


def test_a_connection_keeps_its_store_open() -> None:
    execute = Redis().execute
    session = Redis().session()
    gc.collect()
    assert execute("SET", "k", "v") == "OK"
    session.feed(b"PING\r\n")
    assert session.out() == b"+PONG\r\n"
