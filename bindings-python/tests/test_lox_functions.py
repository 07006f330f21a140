"""Functions of Python that Lox programs call: types, exceptions, runs inside runs."""

from __future__ import annotations

import contextvars
import gc
import sys
import threading
import traceback
import weakref
from collections.abc import Callable
from typing import Any, Literal

import pytest
from twelvefold import (
    Lox,
    LoxDepthLimitError,
    LoxError,
    LoxHostError,
    LoxObject,
    LoxRuntimeError,
    LoxStepLimitError,
    LoxSyntaxError,
    _native,
)
from twelvefold.errors import InvalidArgumentError, LockedError

engines = pytest.mark.parametrize("engine", ["fast", "tree"])
Engine = Literal["fast", "tree"]


def test_a_function_takes_and_gives_values() -> None:
    lox = Lox()
    seen: list[object] = []

    def echo(value: object) -> Any:
        seen.append(value)
        return value

    lox.define("echo", echo)
    lox.eval('class A {} var a = A(); echo(nil); echo(true); echo(2.5); echo("é"); echo(a);')
    assert seen == [None, True, 2.5, "é", lox["a"]]
    assert lox.eval("echo(a) == a;") is True
    lox["f"] = lox["echo"]
    assert lox.eval("f(3);") == 3.0
    assert repr(lox["f"]) == "<native fn>"


@pytest.mark.parametrize(
    ("annotation", "good", "bad", "name"),
    [
        (float, "1", '"1"', "a number"),
        (str, '"a"', "1", "a string"),
        (bool, "false", "nil", "a boolean"),
        (None, "nil", "false", "nil"),
        (LoxObject, "a", "A", "an instance"),
        (Callable, "A", "a", "callable"),
        (Callable[[float], float], "f", "1", "callable"),
    ],
)
def test_the_engine_checks_types(annotation: Any, good: str, bad: str, name: str) -> None:
    lox = Lox()
    lox.eval("class A {} var a = A(); fun f() {}")
    calls: list[object] = []
    lox.define("take", lambda x: calls.append(x), [annotation])
    lox.eval(f"take({good});")
    with pytest.raises(LoxRuntimeError, match=f"Argument 1 of 'take' must be {name}"):
        lox.eval(f"take({bad});")
    with pytest.raises(LoxRuntimeError, match="Expected 1 arguments but got 0"):
        lox.eval("take();")
    assert len(calls) == 1


def test_types_are_read_off_the_annotations() -> None:
    lox = Lox()

    @lox.function
    def clip(text: str, length: float, /, strict: bool) -> str:
        return text[: int(length)] + str(strict)

    @lox.function(name="count")
    def count_all(*items: object) -> int:
        return len(items)

    @lox.function
    def join(first: str, *rest: str) -> str:
        return first + "".join(rest)

    @lox.function
    def repeat(text: str, *times: float) -> str:
        return "".join(text * int(n) for n in times)

    assert lox.eval('clip("abc", 2, true);') == "abTrue"
    assert lox.eval("count() + count(1, nil, true);") == 3.0
    assert lox.eval('join("a", "b", "c");') == "abc"
    with pytest.raises(LoxRuntimeError, match="Argument 3 of 'join' must be a string"):
        lox.eval('join("a", "b", 3);')
    assert lox.eval('repeat("a", 2, 3) + repeat("b");') == "aaaaa"
    with pytest.raises(LoxRuntimeError, match="Argument 3 of 'repeat' must be a number"):
        lox.eval('repeat("a", 2, "b");')
    with pytest.raises(LoxRuntimeError, match="at least 1"):
        lox.eval("join();")
    assert clip("xyz", 1, False) == "xFalse"


def keyword_only(*, a: float) -> None: ...
def keywords(**names: float) -> None: ...
def whole(n: int) -> None: ...
def either(x: float | str) -> None: ...


@pytest.mark.parametrize("function", [keyword_only, keywords, whole, either])
def test_parameters_that_lox_can_not_fill_are_refused(function: Callable[..., None]) -> None:
    with pytest.raises(TypeError):
        Lox().define("f", function)


def test_a_wrong_name_leaves_nothing_behind() -> None:
    lox, function = Lox(), lambda: None
    before = sys.getrefcount(function)
    with pytest.raises(InvalidArgumentError, match="not a name"):
        lox.define("not a name", function, [])
    assert sys.getrefcount(function) == before
    lox.define("f", lambda: "right", [])
    assert lox.eval("f();") == "right"


def test_functions_outlive_a_reset() -> None:
    lox = Lox()
    lox.define("one", lambda: 1, [])
    lox.reset()
    assert lox.eval("one();") == 1.0


@engines
def test_an_exception_is_the_cause_of_the_error(engine: Engine) -> None:
    lox, error = Lox(engine=engine), ValueError("no good")

    def fail() -> None:
        raise error

    lox.define("fail", fail)
    with pytest.raises(LoxHostError, match=r"fail: ValueError: no good") as raised:
        lox.eval("fun f() {\n  fail();\n}\nf();")
    assert raised.value.__cause__ is error
    assert [f.line for f in raised.value.trace] == [2, 4]
    assert [f.name for f in traceback.extract_tb(error.__traceback__)] == ["fail"]
    assert lox.eval("1;") == 1.0


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(3), GeneratorExit()])
def test_what_is_no_exception_goes_on_unchanged(error: BaseException) -> None:
    lox = Lox()

    def fail() -> None:
        raise error

    def inside() -> None:
        lox.eval("fail();")

    lox.define("fail", fail)
    lox.define("inside", inside)
    for source in ("fail();", "inside();"):
        with pytest.raises(type(error)) as raised:
            lox.eval(source)
        assert raised.value is error
        assert lox.eval("1;") == 1.0


@pytest.mark.parametrize(
    ("result", "error"),
    [([], TypeError), (b"", TypeError), (10**400, OverflowError)],
)
def test_a_result_that_is_no_value_ends_the_run(result: Any, error: type[Exception]) -> None:
    lox = Lox()
    lox.define("f", lambda: result, [])
    with pytest.raises(LoxHostError) as raised:
        lox.eval("f();")
    assert isinstance(raised.value.__cause__, error)


def test_a_result_of_another_interpreter_ends_the_run() -> None:
    lox, stranger = Lox(), Lox().eval("fun f() {} f;")
    lox.define("f", lambda: stranger, [])
    with pytest.raises(LoxHostError, match="f: lox: value of another interpreter"):
        lox.eval("f();")


def test_a_result_may_be_an_object_that_nobody_else_has() -> None:
    lox = Lox()
    lox.eval("class A {} fun made() { return A(); }")
    lox.define("make", lambda: lox.call("made"), [])
    assert repr(lox.eval("make();")) == "A instance"


def test_an_exception_whose_text_fails() -> None:
    class MuteError(Exception):
        def __str__(self) -> str:
            raise RuntimeError

    lox = Lox()

    def fail() -> None:
        raise MuteError

    lox.define("fail", fail)
    with pytest.raises(LoxHostError, match=r"^fail: MuteError \[line 1\]$") as raised:
        lox.eval("fail();")
    assert isinstance(raised.value.__cause__, MuteError)


def test_generators_raise_through_lox() -> None:
    lox = Lox()
    items = iter([1.0, 2.0])
    lox.define("next", lambda: next(items), [])
    assert lox.eval("next() + next();") == 3.0
    with pytest.raises(LoxHostError) as raised:
        lox.eval("next();")
    assert isinstance(raised.value.__cause__, StopIteration)


@engines
def test_a_function_uses_the_interpreter(engine: Engine) -> None:
    lox = Lox(engine=engine)

    @lox.function
    def apply(f: Callable[[float], float], x: float) -> object:
        lox["seen"] = x
        assert isinstance(f, LoxObject)
        return lox.call(f, f(x))

    assert lox.eval("fun inc(x) { return x + 1; } apply(inc, 5) + seen;") == 12.0
    assert lox.output() == ""

    @lox.function
    def define_more(name: str) -> object:
        lox.define(name, lambda: name, [])
        return lox.eval(f"{name}();")

    assert lox.eval('define_more("more");') == "more"


def test_an_error_inside_can_be_caught() -> None:
    lox = Lox()

    @lox.function
    def attempt(source: str) -> str:
        try:
            lox.eval(source)
        except LoxError as error:
            return error.kind
        return "fine"

    assert lox.eval('attempt("nil();") + " " + attempt("1 +;") + " " + attempt("1;");') == (
        "runtime syntax fine"
    )


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("nil();", LoxRuntimeError),
        ("while (true) {}", LoxStepLimitError),
        ("1 +;", LoxHostError),
        ("fail();", LoxHostError),
    ],
)
def test_an_error_inside_is_the_outer_runs_where_it_passes(
    source: str, kind: type[LoxError]
) -> None:
    lox = Lox(max_steps=10_000)

    @lox.function
    def fail() -> None:
        raise ValueError("deep")

    @lox.function
    def inside() -> object:
        return lox.eval(source, "inner.lox")

    with pytest.raises(LoxError) as raised:
        lox.eval("\n\ninside();", "outer.lox")
    error = raised.value
    assert type(error) is kind
    inner = error.__cause__
    assert isinstance(inner, LoxSyntaxError if source == "1 +;" else kind)
    assert error.trace[-1].file == "outer.lox"
    if kind is not LoxHostError:
        assert [f.file for f in error.trace] == ["inner.lox", "outer.lox"]
    if source == "fail();":
        assert isinstance(inner.__cause__, ValueError)


def test_an_old_error_raised_again_is_the_hosts() -> None:
    lox = Lox(max_steps=1000)
    with pytest.raises(LoxStepLimitError) as raised:
        lox.eval("while (true) {}")

    def again() -> None:
        raise raised.value

    lox.define("again", again)
    with pytest.raises(LoxHostError, match="again: LoxStepLimitError: Step limit") as outer:
        lox.eval("again();")
    assert outer.value.__cause__ is raised.value


@engines
@pytest.mark.parametrize("max_depth", [10, 64, None, 20_000])
def test_runs_in_runs_end_in_the_depth_limit(engine: Engine, max_depth: int | None) -> None:
    lox = Lox(engine=engine, max_depth=max_depth)
    depth = 0

    @lox.function
    def again() -> object:
        nonlocal depth
        depth += 1
        return lox.eval("again();")

    for _ in range(2):
        depth = 0
        with pytest.raises(LoxDepthLimitError):
            lox.eval("again();")
        assert depth == {10: 5, 64: 32}.get(max_depth or 0, 100)


@engines
def test_runs_in_deep_runs_end_in_the_depth_limit(engine: Engine) -> None:
    lox = Lox(engine=engine, max_depth=20_000)
    lox.eval("fun down(n) { if (n == 0) return back(); return down(n - 1); }")
    lox.define("back", lambda: lox.call("down", 1000), [])
    with pytest.raises(LoxDepthLimitError) as raised:
        lox.call("down", 1000)
    assert raised.value.skipped > 15_000


def test_a_function_is_called_in_the_thread_of_the_run() -> None:
    lox, local, variable = Lox(), threading.local(), contextvars.ContextVar[str]("variable")
    local.name = "here"
    variable.set("set")
    lox.define("name", lambda: local.name + variable.get() + threading.current_thread().name, [])
    assert lox.eval("name();") == "hereset" + threading.current_thread().name


def test_the_output_function_can_not_run_programs() -> None:
    lox = Lox(output=lambda text: lox.eval("1;"))
    with pytest.raises(LoxHostError) as raised:
        lox.eval("print 1;")
    assert isinstance(raised.value.__cause__, LockedError)


def test_100_000_calls_leave_nothing_behind() -> None:
    lox, item, count = Lox(), "an item that is not interned", 0

    @lox.function
    def step(x: float, text: str, thing: LoxObject) -> Any:
        nonlocal count
        count += 1
        if count % 1000 == 0:
            raise ValueError(item)
        return (item, thing, None, x)[count % 4]

    lox.eval("class A {} var a = A();")
    source = 'while (true) step(1, "text", a);'

    def rounds(n: int) -> None:
        for _ in range(n):
            with pytest.raises(LoxHostError, match="ValueError: an item"):
                lox.eval(source)

    rounds(3)
    gc.collect()
    objects, handles, references = (
        len(gc.get_objects()),
        _native.live_handles(),
        sys.getrefcount(item),
    )
    rounds(97)
    gc.collect()
    assert count == 100_000
    assert sys.getrefcount(item) == references
    assert _native.live_handles() == handles
    assert abs(len(gc.get_objects()) - objects) < 50


def test_an_interpreter_that_its_own_functions_know_is_collected() -> None:
    class Marker:
        pass

    def make() -> weakref.ref[Marker]:
        lox, marker = Lox(), Marker()
        thing = lox.eval("class A {} A();")
        lox.define("f", lambda: len((lox, thing, marker)), [])
        lox.eval("f();")
        return weakref.ref(marker)

    gc.collect()
    before = _native.live_handles()
    marker = make()
    gc.collect()
    assert marker() is None
    assert _native.live_handles() == before
