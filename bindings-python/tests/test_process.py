"""What could end or hang the process: fork, threads, signals, exit, a second interpreter."""

from __future__ import annotations

import gc
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from twelvefold import AMQP, LRU, Bitcask, Redis, TwelvefoldError, _native
from twelvefold.errors import ClosedError

from . import children


def test_a_forked_child_gets_a_clear_error() -> None:
    """30 forks while Go is busy collecting: each child must answer, and end."""
    said = children.run(
        """
        import os, threading
        import twelvefold, array
        from twelvefold import AMQP, LRU, Bitcask, Redis, quant
        from twelvefold.errors import ForkedError

        cache, store, redis, broker = LRU(), Bitcask(None), Redis(), AMQP()
        connection, session, calls_amqp = redis.connection(), redis.session(), broker.session()
        calls_amqp.queue_declare("q")
        consumer = calls_amqp.consume("q", timeout=1)
        stop = threading.Event()
        def churn():
            while not stop.is_set():
                for i in range(200):
                    cache[str(i)] = bytes(5000)
        threading.Thread(target=churn).start()
        series = array.array("d", [1.0])
        calls = [
            lambda: cache.get("k"), lambda: len(cache), cache.stats, cache.close,
            lambda: store.put("k", b""), store.merge, store.close,
            lambda: redis.execute("PING"), lambda: session.feed(b"PING\\r\\n"),
            lambda: quant.sum(series), lambda: LRU(), lambda: redis.connection(),
            lambda: calls_amqp.publish("", routing_key="q"), lambda: calls_amqp.get("q"),
            lambda: next(consumer), calls_amqp._descriptor, calls_amqp.close, broker.session,
            broker.serve, broker.close,
        ]
        good = 0
        for _ in range(30):
            pid = os.fork()
            if pid == 0:
                refused = 0
                for call in calls:
                    try:
                        call()
                    except ForkedError as error:
                        refused += error.code == "forked" and "spawn" in str(error)
                del cache, store, redis, connection, session, calls, call
                del broker, calls_amqp, consumer
                os._exit(0 if refused == 20 else 1)
            good += os.waitpid(pid, 0)[1] == 0
        stop.set()
        print(good)
        """
    )
    assert said.strip() == "30"


def test_a_forked_child_does_not_keep_a_folder_locked(tmp_path: Path) -> None:
    said = children.run(
        f"""
        import os, signal
        from twelvefold import Bitcask
        with Bitcask({str(tmp_path)!r}) as db:
            pid = os.fork()
            if pid == 0:
                signal.alarm(30)
                signal.pause()
        with Bitcask({str(tmp_path)!r}) as db:
            print("open again")
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        """
    )
    assert said == "open again\n"


def test_import_after_a_fork_works() -> None:
    said = children.run(
        """
        import os
        pid = os.fork()
        if pid == 0:
            from twelvefold import LRU
            cache = LRU(); cache["k"] = "v"
            os._exit(0 if cache["k"] == b"v" else 1)
        print(os.waitpid(pid, 0)[1])
        """
    )
    assert said.strip() == "0"


def raise_in_worker(method: str) -> int:
    if method == "spawn":
        LRU(max_entries=-1)
    return len(LRU())


def test_spawned_workers_work_and_their_errors_come_back() -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert pool.submit(raise_in_worker, "").result(300) == 0
        with pytest.raises(TwelvefoldError, match="lru: limit is negative") as raised:
            pool.submit(raise_in_worker, "spawn").result(300)
    assert raised.value.code == "invalid_argument"


def run_threads(count: int, work: object) -> None:
    """Run work in threads, and raise what one of them raised."""
    failures: list[BaseException] = []

    def guarded(n: int) -> None:
        try:
            work(n)  # type: ignore[operator]
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
        assert not thread.is_alive(), "a thread hangs"
    if failures:
        raise failures[0]


def test_many_threads_use_each_engine_at_once() -> None:
    evicted: list[bytes] = []
    cache = LRU(max_entries=50, on_evict=lambda key, value, reason: evicted.append(key))
    store, redis, broker = Bitcask(None, sync="none"), Redis(), AMQP()
    shared = broker.session()
    shared.queue_declare("shared")

    def work(n: int) -> None:
        connection, session = redis.connection(), broker.session()
        session.queue_declare(f"own:{n}")
        for i in range(500):
            cache[f"{n}:{i}"] = b"v" * 100
            cache.get(f"{n}:{i - 1}")
            store[f"{n}:{i}"] = b"%d" % i
            assert store[f"{n}:{i}"] == b"%d" % i
            redis.execute("INCR", "shared")
            assert connection.execute("INCR", f"own:{n}") == i + 1
            shared.publish("", routing_key="shared")
            session.publish(b"%d" % i, routing_key=f"own:{n}")
            message = session.get(f"own:{n}")
            assert message is not None
            assert message.body == b"%d" % i
            message.ack()

    run_threads(4, work)
    assert redis.execute("GET", "shared") == b"2000"
    assert len(store) == 2000
    assert shared.queue_declare("shared", passive=True).message_count == 2000
    assert len(evicted) == 2000 - 50


def test_callbacks_do_not_deadlock_with_other_threads() -> None:
    """A callback that gives up the GIL while another thread calls the same cache."""
    pause = threading.Event()
    cache = LRU(max_entries=1, on_evict=lambda *event: pause.wait(0.001))

    def work(n: int) -> None:
        for i in range(50):
            cache[f"{n}:{i}"] = b""
            assert len(cache.keys()) <= 1
            assert cache.stats()["entries"] <= 1

    run_threads(4, work)


def test_closing_under_the_feet_of_other_threads_is_an_error_not_a_crash() -> None:
    store, started = Bitcask(None, sync="none"), threading.Barrier(4)

    def work(n: int) -> None:
        started.wait()
        for i in range(10_000):
            if n == 0 and i == 100:
                store.close()
            try:
                store[f"{n}:{i}"] = b"v"
            except ClosedError:
                return

    run_threads(4, work)


def test_ctrl_c_ends_a_long_product() -> None:
    said = children.run(
        """
        import os, signal, threading
        import numpy as np
        from twelvefold import quant
        a = np.ones((6000, 6000))  # minutes on this kernel
        try:
            threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
            quant.matmul(a, a)
        except KeyboardInterrupt:
            print("interrupted")
        """
    )
    assert said.strip() == "interrupted"


def test_other_threads_run_during_a_long_call() -> None:
    said = children.run(
        """
        import os, threading, numpy as np
        from twelvefold import quant
        a = np.ones((4000, 4000))  # many seconds on this kernel
        begun, done = threading.Event(), threading.Event()
        def product():
            begun.set()
            quant.matmul(a, a)
            done.set()
        threading.Thread(target=product, daemon=True).start()
        begun.wait()
        for _ in range(20):
            done.wait(0.001)
        print("at once" if not done.is_set() else "after it", flush=True)
        os._exit(0)  # without waiting for the product
        """
    )
    assert said.strip() == "at once"


def use_broker(broker: AMQP) -> None:
    session = broker.session()
    session.queue_declare("q")
    with session.consume("q", timeout=0) as consumer:
        session.publish("x", routing_key="q")
        next(consumer)
        assert consumer.next(timeout=0.0001) is None
    with pytest.raises(TwelvefoldError):
        broker.session(vhost="none")


def test_nothing_is_left_behind() -> None:
    """Handles are freed, also those of calls that failed and of errors."""
    gc.collect()  # earlier tests' garbage
    before = _native.live_handles()
    for _ in range(200):
        cache, store, redis, broker = LRU(), Bitcask(None), Redis(), AMQP()
        redis.session().feed(b"PING\r\n")
        broker.connection().feed(b"AMQP")
        store.merge()
        use_broker(broker)
        with pytest.raises(TwelvefoldError):
            LRU(max_entries=-1)
        del cache, store, redis, broker
    gc.collect()
    assert _native.live_handles() == before


def test_memory_does_not_grow_with_calls() -> None:
    """A million calls leave less than 50 bytes each; so late may Go's collector be."""
    said = children.run(
        """
        import resource
        from twelvefold import AMQP, LRU, Redis
        cache, redis = LRU(max_entries=10, on_evict=lambda *a: None), Redis()
        session = AMQP().session()
        session.queue_declare("q")
        consumer = session.consume("q", prefetch=1)
        def calls(n):
            for i in range(n):
                cache[str(i)] = bytes(5000)
                cache.get(str(i)); cache.keys()
                redis.execute("SET", "k", "v" * 5000); redis.execute("GET", "k")
                session.publish("v" * 5000, routing_key="q", headers={"n": i})
                next(consumer).ack()
                session.publish("v" * 5000, routing_key="q", confirm=False)
                next(consumer).ack()
                for wrong in redis.execute, session.call:
                    try:
                        wrong("NOPE")
                    except Exception:
                        pass
        calls(20_000)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        calls(100_000)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
        """
    )
    assert int(said) < 50_000  # KiB; a leak of one 5000-byte value a round would be 500,000


def test_a_second_interpreter_is_refused() -> None:
    said = children.run(
        """
        import twelvefold, _xxsubinterpreters as interpreters
        other = interpreters.create()
        try:
            interpreters.run_string(other, "import twelvefold")
        except interpreters.RunFailedError as error:
            print(error)
        """
    )
    assert "main interpreter only" in said


def test_exit_with_engines_open_is_clean() -> None:
    said = children.run(
        """
        import threading
        from twelvefold import AMQP, LRU, Bitcask, Redis
        cache, store, redis = LRU(on_evict=print), Bitcask(None), Redis()
        broker = AMQP()
        broker.serve()
        session = broker.session()
        session.queue_declare("q")
        threading.Thread(target=list, args=(session.consume("q"),), daemon=True).start()
        cache["k"] = store["k"] = "v"
        cache.cycle = cache
        print("end")
        """
    )
    assert said == "end\n"
