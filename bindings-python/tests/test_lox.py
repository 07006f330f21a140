"""Lox: values, objects, globals, output, errors and limits."""

from __future__ import annotations

import copy
import gc
import io
import math
import pickle
from collections.abc import Callable
from typing import Any, Literal

import pytest
from twelvefold import (
    Lox,
    LoxDepthLimitError,
    LoxError,
    LoxLimitError,
    LoxMemoryLimitError,
    LoxObject,
    LoxOutputLimitError,
    LoxRuntimeError,
    LoxStepLimitError,
    LoxSyntaxError,
    LoxTimeoutError,
    _native,
)
from twelvefold.errors import (
    ClosedError,
    InvalidArgumentError,
    NotFoundError,
    TooLargeError,
    UnknownCommandError,
)

engines = pytest.mark.parametrize("engine", ["fast", "tree"])
Engine = Literal["fast", "tree"]


@engines
@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("nil;", None),
        ("1 < 2;", True),
        ("!nil == false;", False),
        ("1 / 4;", 0.25),
        ('"zwölf" + "fach";', "zwölffach"),
        ('"";', ""),
        ("var x = 1;", None),
        ("1 / 0;", math.inf),
        ("", None),
    ],
)
def test_values_come_out(engine: Engine, source: str, value: object) -> None:
    with Lox(engine=engine) as lox:
        got = lox.eval(source)
        assert got == value
        assert type(got) is type(value)


@pytest.mark.parametrize("value", [None, True, False, 0.5, -0.0, math.inf, "", "a\0é", "x" * 5000])
def test_values_come_back_as_they_went_in(value: Any) -> None:
    lox = Lox()
    lox["x"] = value
    assert repr(lox["x"]) == repr(value)
    lox.eval("var y = x;")
    assert repr(lox.get("y")) == repr(value)


def test_integers_become_floats() -> None:
    lox = Lox()
    lox["x"] = 2**53
    assert lox["x"] == 2.0**53
    assert type(lox["x"]) is float
    with pytest.raises(OverflowError):
        lox["x"] = 10**400


@pytest.mark.parametrize("value", [b"bytes", [1], {}, 1j, object()])
def test_what_lox_does_not_have_does_not_go_in(value: Any) -> None:
    lox = Lox()
    with pytest.raises(TypeError, match=type(value).__name__):
        lox["x"] = value
    lox.eval("fun f(x) {}")
    with pytest.raises(TypeError, match=type(value).__name__):
        lox.call("f", value)


def test_a_source_that_is_no_utf8_keeps_its_bytes() -> None:
    lox = Lox()
    value = lox.eval(b'print "\xff"; "\xff";')
    assert isinstance(value, str)
    assert value.encode("utf-8", "surrogateescape") == b"\xff"
    assert lox.output().encode("utf-8", "surrogateescape") == b"\xff\n"
    lox["x"] = value
    assert lox["x"] == value


def test_globals() -> None:
    lox = Lox()
    lox.eval("var a = 1; fun f() {}")
    assert lox.globals() == list(lox) == ["a", "f"]
    assert "a" in lox
    assert "b" not in lox
    assert lox.get("b") is None
    assert lox.get("b", 7.0) == 7.0
    with pytest.raises(KeyError, match="no global"):
        lox["b"]
    for name in ("", "1a", "a b", "class", "é"):
        with pytest.raises(InvalidArgumentError, match="not a name"):
            lox.set(name, None)
    lox.reset()
    assert lox.globals() == []


def test_functions_are_called() -> None:
    lox = Lox()
    lox.eval("fun add(a, b) { return a + b; } fun outer() { fun in() { return 3; } return in; }")
    add = lox["add"]
    assert isinstance(add, LoxObject)
    assert add(1, 2) == 3.0
    assert lox.call(add, "a", "b") == "ab"
    assert lox.call("add", 1.5, 1) == 2.5
    inner = lox.call("outer")
    assert isinstance(inner, LoxObject)
    assert inner() == 3.0
    assert repr(add) == "<fn add>"
    with pytest.raises(LoxRuntimeError, match="Expected 2 arguments but got 1"):
        add(1)
    with pytest.raises(TypeError, match="keyword"):
        add(a=1, b=2)  # type: ignore[call-arg]
    with pytest.raises(NotFoundError):
        lox.call("nothing")
    lox["n"] = 1
    with pytest.raises(TypeError, match=r"n is no function: 1\.0"):
        lox.call("n")


def test_instances_have_the_programs_attributes() -> None:
    lox = Lox()
    lox.eval("class P { init(x) { this.x = x; } twice() { return this.x * 2; } }")
    make: Any = lox["P"]
    p, q = make(4), make(4)
    assert (p.x, p.twice(), repr(p)) == (4.0, 8.0, "P instance")
    p.x, p.other = 5, q
    assert (p.x, p.twice(), p.other.x) == (5.0, 10.0, 4.0)
    assert p.other == q
    with pytest.raises(AttributeError, match="nothing"):
        _ = p.nothing
    assert not hasattr(make, "x")
    with pytest.raises(AttributeError):
        make.x = 1
    with pytest.raises(AttributeError):
        del p.x
    with pytest.raises(TypeError, match="list"):
        p.x = []


def test_an_object_is_itself_only() -> None:
    lox = Lox()
    lox.eval("class P {} var p = P(); var q = P();")
    p: Any = lox["p"]
    assert p == lox["p"]
    assert hash(p) == hash(lox["p"])
    assert p != lox["q"]
    assert len({p, lox["p"], lox["q"]}) == 2
    assert p != 1
    with pytest.raises(TypeError):
        p < p  # noqa: B015
    with pytest.raises(TypeError, match="only a Lox program"):
        LoxObject()
    for use in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="pickled or copied"):
            use(p)
    with pytest.raises(TypeError, match="can't be pickled"):
        pickle.dumps(lox)


def test_objects_of_another_interpreter_are_refused() -> None:
    one, two = Lox(), Lox()
    one.eval("fun f(x) {}")
    f: Any = one["f"]
    with pytest.raises(InvalidArgumentError, match="another interpreter"):
        two.set("f", f)
    with pytest.raises(InvalidArgumentError, match="another interpreter"):
        two.call(f, 1)


def test_objects_outlive_the_name_of_their_interpreter() -> None:
    add: Any = Lox().eval("fun add(a, b) { return a + b; } add;")
    gc.collect()
    assert add(1, 2) == 3.0


def test_output_is_kept_until_it_is_asked_for() -> None:
    lox = Lox()
    lox.eval('print 1; print "zwölf"; print nil;')
    lox.eval("print true;")
    assert lox.output() == "1\nzwölf\nnil\ntrue\n"
    assert lox.output() == ""


def test_output_goes_where_it_should() -> None:
    pieces: list[str] = []
    lox, file = Lox(output=pieces.append), io.StringIO()
    lox.eval('for (var i = 0; i < 5000; i = i + 1) print "é";')
    assert "".join(pieces) == "é\n" * 5000
    assert lox.output() == ""
    Lox(output=file).eval("print 1;")
    assert file.getvalue() == "1\n"


def test_an_output_that_fails_ends_the_run() -> None:
    file = io.StringIO()
    lox = Lox(output=file)
    file.close()
    with pytest.raises(LoxError, match="print: ValueError") as raised:
        lox.eval("print 1;")
    assert type(raised.value.__cause__) is ValueError
    assert lox.eval("1;") == 1.0


def test_the_book_prints_six_digits() -> None:
    with Lox(std=True) as std, Lox() as plain:
        for lox in (std, plain):
            lox.eval("print 1 / 3; print 100000000;")
        assert std.output() == "0.333333\n1e+08\n"
        assert plain.output() == "0.3333333333333333\n100000000\n"


@engines
def test_a_syntax_error_tells_all_places(engine: Engine) -> None:
    with pytest.raises(LoxSyntaxError) as raised:
        Lox(engine=engine).eval("print 1 +;\nvar = 2;", "two.lox")
    error = raised.value
    assert isinstance(error, ValueError)
    assert (error.code, error.kind, error.line) == ("syntax_error", "syntax", 1)
    assert [(d.line, d.column, d.where) for d in error.diagnostics] == [
        (1, 10, " at ';'"),
        (2, 5, " at '='"),
    ]
    assert error.book() == (
        "[line 1] Error at ';': Expect expression.\n[line 2] Error at '=': Expect variable name.\n"
    )
    assert str(error.diagnostics[0]) in error.book()
    assert "two.lox:1:10: error at ';': Expect expression.\n1 | print 1 +;\n" in error.report()
    assert error.trace == []


@engines
def test_a_runtime_error_has_its_trace(engine: Engine) -> None:
    lox = Lox(engine=engine)
    with pytest.raises(LoxRuntimeError) as raised:
        lox.eval('fun f() {\n  return 1 + "a";\n}\nf();', "sum.lox")
    error = raised.value
    assert (error.code, error.kind, error.line) == ("runtime_error", "runtime", 2)
    assert [(f.function, f.file, f.line) for f in error.trace] == [
        ("f", "sum.lox", 2),
        ("", "sum.lox", 4),
    ]
    assert error.book().splitlines() == [
        "Operands must be two numbers or two strings.",
        *map(str, error.trace),
    ]
    assert "they are a number and a string" in error.hint
    assert error.__cause__ is None


LIMITS: list[tuple[dict[str, Any], str, type[LoxError], str]] = [
    ({"max_steps": 1000}, "while (true) {}", LoxStepLimitError, "steps"),
    ({"max_depth": 100}, "fun f() { f(); } f();", LoxDepthLimitError, "depth"),
    (
        {"max_memory": 1 << 20},
        'var s = "12345678"; while (true) s = s + s;',
        LoxMemoryLimitError,
        "memory",
    ),
    (
        {"max_memory": 1 << 20},
        "var last; while (true) { var before = last; fun f() { return before; } last = f; }",
        LoxMemoryLimitError,
        "memory",
    ),
    ({"max_output": 100}, "while (true) print 1;", LoxOutputLimitError, "output"),
    ({"timeout": 0.01}, "while (true) {}", LoxTimeoutError, "timeout"),
]


@engines
@pytest.mark.parametrize(("options", "source", "kind", "word"), LIMITS)
def test_limits_hold(
    engine: Engine, options: dict[str, Any], source: str, kind: type[LoxError], word: str
) -> None:
    lox = Lox(engine=engine, **options)
    for _ in range(2):
        with pytest.raises(kind) as raised:
            lox.eval(source)
        assert raised.value.kind == word
        assert isinstance(raised.value, LoxLimitError) == (word != "timeout")
        assert lox.eval("1 + 1;") == 2.0
    assert lox.stats()["errors"] == 2


def test_the_shortest_timeout_is_not_none() -> None:
    with pytest.raises(LoxTimeoutError):
        Lox(timeout=1e-9).eval("while (true) {}")


@engines
def test_usage_is_the_same_for_the_same_program(engine: Engine) -> None:
    lox = Lox(engine=engine)
    lox.eval("fun f(n) { print n; if (n > 0) f(n - 1); } f(3); while (false) {}")
    assert (lox.usage.steps, lox.usage.output) == (5, 8)
    assert lox.held() > 0


def test_what_is_held_counts_and_not_what_was_made() -> None:
    lox = Lox(max_memory=1 << 20)
    lox.eval('var s; for (var i = 0; i < 100000; i = i + 1) s = "a" + "bcdefghijklmnopqrst";')
    assert lox.held() < 1 << 16


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"engine": "slow"}, "engine must be fast or tree"),
        ({"max_steps": -1}, "limit is negative"),
        ({"timeout": -1.0}, "limit is negative"),
        ({"max_depth": 20_001}, "max_depth is over 20000"),
        ({"max_steps": "many"}, "options"),
    ],
)
def test_wrong_options(options: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Lox(**options)


def test_a_long_source_is_refused() -> None:
    with pytest.raises(TooLargeError, match="max_source"):
        Lox(max_source=10).eval("print 12345;")


def test_a_million_parentheses_are_an_error() -> None:
    with pytest.raises(LoxSyntaxError, match="Too much nesting"):
        Lox().eval("(" * 1_000_000)


def test_a_closed_interpreter_says_so() -> None:
    with Lox() as lox:
        f: Any = lox.eval("class A {} A();")
    calls: list[Callable[[], object]] = [
        lambda: lox.eval(""), lambda: lox.get("a"), lambda: lox.set("a", 1), lox.globals,
        lambda: lox.define("f", print, []), lox.reset, lox.held, lambda: lox.usage, lambda: f.x,
        lambda: lox.call(f), lambda: lox.command("globals"),
    ]  # fmt: skip
    for call in calls:
        with pytest.raises(ClosedError):
            call()
    lox.close()
    lox.cancel()
    assert repr(f) == "A instance"


@pytest.mark.parametrize("source", ["1 +;", "nil();", "while (true) {}"])
def test_errors_survive_a_pickle(source: str) -> None:
    with pytest.raises(LoxError) as raised:
        Lox(max_steps=10).eval(source)
    error, again = raised.value, pickle.loads(pickle.dumps(raised.value))
    assert type(again) is type(error)
    for name in ("code", "kind", "line", "hint", "trace", "diagnostics", "skipped"):
        assert getattr(again, name) == getattr(error, name)
    assert (str(again), again.report(), again.book()) == (
        str(error),
        error.report(),
        error.book(),
    )


def test_operations_by_name() -> None:
    lox = Lox()
    lox.define("twice", lambda x: 2 * x, [float])
    told = lox.command("run", source="fun f(n) { return n; } print 1; f(twice(4));")
    assert (told["value"], told["output"], told["usage"]["steps"]) == (8, "1\n", 3)
    assert lox.output() == "1\n"
    f = lox.command("get", name="f")["value"]
    assert f["object"] == "<fn f>"
    assert lox.command("call", function=f, args=[5])["value"] == 5
    with pytest.raises(LoxRuntimeError):
        lox.command("eval", source="nil();")
    with pytest.raises(UnknownCommandError):
        lox.command("fly")
    with pytest.raises(InvalidArgumentError):
        lox.command("eval")


@pytest.mark.parametrize("timeout", [math.nan, math.inf, -1.0])
def test_a_timeout_that_is_none(timeout: float) -> None:
    with pytest.raises(InvalidArgumentError):
        Lox(timeout=timeout)


def test_the_fixture(lox_interpreter: Lox) -> None:
    with pytest.raises(LoxStepLimitError):
        lox_interpreter.eval("while (true) {}")


def test_handles_are_freed() -> None:
    gc.collect()
    before = _native.live_handles()
    lox = Lox()
    for _ in range(100):
        lox.eval("class P {} P();")
    value: Any = lox.eval("class P { m() {} } P();")
    for _ in range(100):
        value.m  # noqa: B018
    del value, lox
    gc.collect()
    assert _native.live_handles() == before
