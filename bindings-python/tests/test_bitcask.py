"""The store as Python users see it; the engine's own behaviour is in the conformance cases."""

from __future__ import annotations

import os
import shelve
from pathlib import Path

import pytest
from twelvefold import Bitcask
from twelvefold._testing import Clock
from twelvefold.errors import (
    ClosedError,
    CorruptError,
    InvalidArgumentError,
    LockedError,
    NotFoundError,
    StorageError,
    TooLargeError,
)

from . import children


def test_it_is_like_a_dict_that_lasts(tmp_path: Path) -> None:
    with Bitcask(tmp_path) as db:
        db["text"] = "é"
        db[b"\0\xff"] = bytearray(b"")
        assert len(db) == 2
    with Bitcask(str(tmp_path)) as db:
        assert list(db) == [b"\0\xff", b"text"]
        assert db["text"] == "é".encode()
        assert db.get("none", 3) == 3
        assert "none" not in db
        assert db.delete("text") is True
        assert db.delete("text") is False
        with pytest.raises(KeyError, match="'text'"):
            del db["text"]
        with pytest.raises(NotFoundError):
            db["text"]


def test_memory_needs_no_folder() -> None:
    db = Bitcask(None)
    db["k"] = b"v" * 100_000
    assert db["k"] == b"v" * 100_000


def test_keys_and_items_by_prefix() -> None:
    db = Bitcask(None)
    for key in ("b:1", "a:2", "a:1"):
        db[key] = key.upper()
    assert db.keys("a:") == [b"a:1", b"a:2"]
    assert list(db.items(b"a:")) == [(b"a:1", b"A:1"), (b"a:2", b"A:2")]
    pairs = db.items()
    next(pairs)
    del db["a:2"]
    assert [key for key, _ in pairs] == [b"b:1"]


def test_merge_sync_reset_and_statistics(tmp_path: Path) -> None:
    db = Bitcask(tmp_path, sync="none", max_file_size=4096, auto_merge=False)
    for _ in range(50):
        for key in "abc":
            db[key] = b"x" * 100
    before = db.stats()
    db.sync()
    db.merge()
    after = db.stats()
    assert after["keys"] == before["keys"] == 3
    assert after["data_bytes"] < before["data_bytes"]
    assert after["merges"] > 0
    db.reset()
    assert len(db) == 0


def test_one_writer_at_a_time_over_all_processes(tmp_path: Path) -> None:
    with Bitcask(tmp_path) as db:
        db["k"] = "v"
        with pytest.raises(LockedError, match="open for writing elsewhere"):
            Bitcask(tmp_path)
        said = children.run(
            f"""
            from twelvefold import Bitcask
            from twelvefold.errors import LockedError
            try:
                Bitcask({str(tmp_path)!r})
            except LockedError as error:
                print(error.code)
            with Bitcask({str(tmp_path)!r}, read_only=True) as db:
                print(db["k"])
            """
        )
        assert said.split() == ["locked", "b'v'"]
    Bitcask(tmp_path).close()


def test_a_forgotten_store_gives_its_lock_back(tmp_path: Path) -> None:
    db = Bitcask(tmp_path)
    db["k"] = "v"
    del db
    assert Bitcask(tmp_path)["k"] == b"v"


def test_a_damaged_record_names_file_and_offset(tmp_path: Path) -> None:
    with Bitcask(tmp_path) as db:
        for key in "abc":
            db[key] = key * 100
    (data,) = tmp_path.glob("*.data")
    for hint in tmp_path.glob("*.hint"):
        hint.unlink()
    content = bytearray(data.read_bytes())
    content[len(content) // 2] ^= 0xFF
    data.write_bytes(content)
    with pytest.raises(CorruptError, match=rf"{data.name}.*offset"):
        Bitcask(tmp_path)
    with Bitcask(tmp_path, recover=True) as db:
        assert dict(db.items()) == {b"a": b"a" * 100}


@pytest.mark.parametrize("path", ["", "a\0b", os.fsdecode(b"\xff")])
def test_paths_that_go_would_read_differently_are_refused(path: str) -> None:
    with pytest.raises(InvalidArgumentError):
        Bitcask(path)


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(StorageError):
        Bitcask(file)
    with pytest.raises(OSError, match="file"):
        Bitcask(file)


def test_options_are_checked_by_the_engine(tmp_path: Path) -> None:
    with pytest.raises(InvalidArgumentError, match="sync is always, interval or none"):
        Bitcask(tmp_path, sync="sometimes")  # type: ignore[arg-type]
    with pytest.raises(InvalidArgumentError):
        Bitcask(None, max_file_size=-1)
    with pytest.raises(InvalidArgumentError):
        Bitcask(None, max_file_size=1 << 70)
    db = Bitcask(None, max_value_size=3)
    with pytest.raises(TooLargeError):
        db["k"] = "four"
    with pytest.raises(InvalidArgumentError, match="the key is empty"):
        db[""] = "v"


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    db = Bitcask(tmp_path)
    db.close()
    db.close()
    for call in (lambda: db["k"], lambda: db.put("k", b""), db.merge, db.sync, db.keys):
        with pytest.raises(ClosedError, match="bitcask: the database is closed"):
            call()


def test_shelve_works_on_it() -> None:
    shelf: shelve.Shelf[object] = shelve.Shelf(Bitcask(None))  # type: ignore[arg-type]
    shelf["list"] = [1, {"two": 3}]
    assert shelf["list"] == [1, {"two": 3}]


def test_sync_every_is_in_seconds() -> None:
    clock = Clock()
    db = Bitcask(None, sync="interval", sync_every=2.5, _clock=clock)
    db.put("k", "v")
    clock.advance(2.4)
    assert db.stats()["syncs"] == 0
    clock.advance(0.2)
    assert db.stats()["syncs"] == 1
