"""Runs of Lox beside what else goes on: threads, signals, asyncio, the end of the process."""

from __future__ import annotations

import asyncio
import signal
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from twelvefold import Lox, LoxCancelledError, LoxError, LoxHostError, LoxObject, LoxStepLimitError
from twelvefold.errors import LockedError

from . import children
from .test_process import run_threads

FOREVER = "while (true) {}"


def begun(lox: Lox, work: Callable[[], object]) -> threading.Thread:
    """Start work in a thread; return once it has called ``started``, and is back from it."""
    started = threading.Event()
    lox.define("started", started.set, [])
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    assert started.wait(300)
    while True:
        try:
            lox.globals()
            time.sleep(0.001)
        except LockedError:
            return thread


def test_other_threads_are_refused_while_one_runs() -> None:
    lox, seen = Lox(), list[type]()

    def work() -> None:
        try:
            lox.eval("started(); while (true) {}")
        except LoxError as error:
            seen.append(type(error))

    thread = begun(lox, work)
    calls: list[Callable[[], object]] = [
        lambda: lox.eval("1;"), lambda: lox.call("started"), lambda: lox.get("x"), lox.globals,
        lambda: lox.set("x", 1), lox.reset, lox.close, lox.held, lambda: lox.command("globals"),
        lambda: lox.define("f", print, []), lambda: lox.usage,
    ]  # fmt: skip
    for call in calls:
        with pytest.raises(LockedError, match="is running"):
            call()
    assert lox.stats()["runs"] == 0
    lox.cancel()
    thread.join(300)
    assert seen == [LoxCancelledError]
    assert lox.eval("1;") == 1.0


def test_a_thread_of_a_function_is_another_thread() -> None:
    lox, seen = Lox(), list[type]()

    def outside() -> None:
        lox["x"] = 1  # the program stands still
        try:
            lox.eval("1;")
        except LockedError as error:
            seen.append(type(error))

    @lox.function
    def spawn() -> None:
        thread = threading.Thread(target=outside)
        thread.start()
        thread.join()
        assert lox.eval("x;") == 1.0

    lox.eval("spawn();")
    assert seen == [LockedError]


def test_several_interpreters_at_once() -> None:
    """Each has its own globals, limits and functions; all take the same steps."""
    source = """
        fun fib(n) { if (n < 2) return n; return fib(n - 1) + fib(n - 2); }
        for (var i = 0; i < 15; i = i + 1) tell(fib(i));
        print mine();
    """
    steps: list[int] = []

    def work(n: int) -> None:
        for engine in ("fast", "tree"):
            lox, told = Lox(engine=engine), list[float]()
            lox.define("tell", told.append, [float])
            lox.define("mine", lambda n=n: n, [])
            for _ in range(20):
                lox.eval(source)
                assert lox.output() == f"{n}\n"
                steps.append(lox.usage.steps)
            assert (
                told[:15] == told[-15:] == [0, 1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377]
            )
            with pytest.raises(LoxStepLimitError):
                Lox(max_steps=1000).eval(source.replace("tell", "").replace("mine()", "1"))

    run_threads(4, work)
    assert len(set(steps)) == 1


def test_functions_do_not_deadlock_with_other_threads() -> None:
    """Functions that give up the GIL while others ask the interpreters that they are in."""
    pause = threading.Event()
    interpreters = [Lox() for _ in range(4)]

    def work(n: int) -> None:
        lox = interpreters[n]
        lox.define("wait", lambda: pause.wait(0.0005), [])
        for _ in range(20):
            lox.eval("for (var i = 0; i < 5; i = i + 1) wait();")
            for other in interpreters:
                assert other.stats()["errors"] == 0
                try:
                    other["x"] = n
                    other.held()
                except LockedError:
                    pass

    run_threads(4, work)


def test_other_threads_run_meanwhile() -> None:
    """The GIL is let go of: this thread goes on, and ends the run."""
    lox = Lox()

    def work() -> None:
        with pytest.raises(LoxCancelledError):
            lox.eval("started();" + FOREVER)

    thread = begun(lox, work)
    lox.cancel()
    thread.join(300)
    assert not thread.is_alive()


def test_output_comes_while_the_program_runs() -> None:
    pieces, came = list[str](), threading.Event()

    def take(text: str) -> None:
        pieces.append(text)
        came.set()

    lox = Lox(output=take)

    def work() -> None:
        with pytest.raises(LoxCancelledError):
            lox.eval("print 1;" + FOREVER)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    assert came.wait(300)
    lox.cancel()
    thread.join(300)
    assert pieces == ["1\n"]


def test_cancel_ends_runs_in_runs_and_nothing_else() -> None:
    lox, seen = Lox(), list[Any]()
    lox.cancel()
    assert lox.eval("1;") == 1.0

    @lox.function
    def inside() -> object:
        try:
            return lox.eval("started();" + FOREVER)
        except LoxCancelledError:
            seen.append("inner")
            raise

    def work() -> None:
        try:
            lox.eval("inside();")
        except LoxCancelledError:
            seen.append("outer")

    thread = begun(lox, work)
    lox.cancel()
    thread.join(300)
    assert seen == ["inner", "outer"]


@pytest.fixture
def alarm() -> Any:
    """Give what sends a signal to this process after a moment; its handler raises."""

    def ring(signum: int, frame: object) -> None:
        raise TimeoutError("alarm")

    before = signal.signal(signal.SIGALRM, ring)
    yield lambda: signal.setitimer(signal.ITIMER_REAL, 0.1)
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


def run_until(alarm: Callable[[], None], lox: Lox) -> None:
    """Run for ever; both in one call, as the signal may come before the run begins."""
    alarm()
    lox.eval(FOREVER)


def test_what_a_signals_handler_raises_ends_the_run(alarm: Callable[[], None]) -> None:
    lox = Lox()
    with pytest.raises(TimeoutError, match="alarm") as raised:
        run_until(alarm, lox)
    assert raised.value.__cause__ is None
    assert lox.eval("1;") == 1.0


def test_a_signal_in_a_run_inside_another_can_be_caught(alarm: Callable[[], None]) -> None:
    lox = Lox()

    @lox.function
    def inside() -> str:
        with pytest.raises(TimeoutError):
            run_until(alarm, lox)
        return "caught"

    assert lox.eval("inside();") == "caught"


def test_a_signal_in_a_function_is_the_functions(alarm: Callable[[], None]) -> None:
    lox = Lox()

    @lox.function
    def sleep() -> None:
        alarm()
        while True:  # in pieces: the signal may come in a thread of Go's
            time.sleep(0.01)

    with pytest.raises(LoxHostError) as raised:
        lox.eval("sleep();")
    assert isinstance(raised.value.__cause__, TimeoutError)


def test_ctrl_c_ends_a_run() -> None:
    said = children.run(
        """
        import os, signal, threading
        from twelvefold import Lox
        lox = Lox()
        try:
            threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
            lox.eval("while (true) {}")
        except KeyboardInterrupt as error:
            print("interrupted", error.__cause__)
        print(lox.eval("1;"))
        """
    )
    assert said == "interrupted None\n1.0\n"


def test_asyncio_waits_for_runs() -> None:
    async def work() -> None:
        lox = Lox()
        lox.define("name", lambda: threading.current_thread().name, [])
        assert await lox.eval_async("fun f(x) { return x * 2; } 1;") == 1.0
        assert await lox.call_async("f", 4) == 8.0
        assert await lox.eval_async("name();") != threading.current_thread().name
        with pytest.raises(LoxError, match="Can only call"):
            await lox.eval_async("nil();")

    asyncio.run(asyncio.wait_for(work(), 300))


def test_a_task_that_is_cancelled_ends_its_run() -> None:
    async def work() -> None:
        lox = Lox()
        for pause in (0, 0.05):
            task = asyncio.create_task(lox.eval_async(FOREVER))
            await asyncio.sleep(pause)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert lox.eval("1;") == 1.0
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await lox.eval_async(FOREVER)
        assert lox.eval("1;") == 1.0

    asyncio.run(asyncio.wait_for(work(), 300))


def test_a_forked_child_is_refused() -> None:
    """30 forks, from a function of the host too, while another thread runs a program."""
    said = children.run(
        """
        import os, threading
        from twelvefold import Lox
        from twelvefold.errors import ForkedError

        busy = Lox()
        thread = threading.Thread(target=lambda: busy.eval(
            "while (true) { var s = \\"a\\" + \\"b\\"; }"), daemon=True)
        thread.start()
        lox, good = Lox(), 0
        lox.eval("class A { init() { this.x = 1; } } var a = A(); fun f() {}")
        a, f = lox["a"], lox["f"]

        def refused():
            calls = [lambda: lox.eval("1;"), lambda: lox.get("a"), lambda: a.x, lambda: f(),
                     lambda: setattr(a, "x", 1), lambda: repr(a), lox.output, lox.cancel,
                     lambda: lox.define("g", print, []), lox.close, lambda: busy.stats(), Lox]
            count = 0
            for call in calls:
                try:
                    call()
                except ForkedError:
                    count += 1
            return count == len(calls)

        @lox.function
        def fork():
            pid = os.fork()
            if pid == 0:
                os._exit(0 if refused() else 1)
            return os.waitpid(pid, 0)[1] == 0

        for _ in range(15):
            good += lox.eval("fork();")
            good += fork()
        print(good)
        busy.cancel()
        """
    )
    assert said.strip() == "30"


@pytest.mark.parametrize("body", ["", "f();", "sleep();"])
def test_the_process_ends_while_daemon_threads_run(body: str) -> None:
    said = children.run(
        f"""
        import sys, threading, time
        from twelvefold import Lox

        def work():
            lox = Lox()
            lox.define("f", lambda: None, [])
            lox.define("sleep", lambda: time.sleep(0.001), [])
            lox.eval("while (true) {{ {body} }}")

        class Slow:
            def __del__(self):
                for _ in range(10):
                    time.sleep(0.01)  # lets the threads at the GIL, at the very end

        for _ in range(3):
            threading.Thread(target=work, daemon=True).start()
        time.sleep(0.1)
        sys.modules["slow"] = Slow()
        print("end")
        """
    )
    assert said == "end\n"


def test_an_object_may_go_in_any_thread() -> None:
    lox = Lox()
    things: list[LoxObject] = []
    for _ in range(1000):
        thing = lox.eval("class A {} A();")
        assert isinstance(thing, LoxObject)
        things.append(thing)

    def work(n: int) -> None:
        while things:
            try:
                things.pop()
            except IndexError:
                return

    run_threads(4, work)
