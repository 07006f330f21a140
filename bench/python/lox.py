"""What the border between Lox and Python costs: nanoseconds a call, both ways.

Usage: lox.py [SECONDS_PER_TASK], with an interpreter that has twelvefold.
Prints a table of Markdown.
"""

import sys
from collections.abc import Callable

from timing import measure
from twelvefold import Lox

Task = Callable[[int], None]


def tasks(lox: Lox) -> dict[str, Task]:
    lox.define("none", lambda: None, [])
    lox.define("number", lambda x: x, [float])
    lox.define("text", lambda x: x, [str])
    lox.define("object", lambda x: x, [object])
    lox.eval('fun own(x) { return x; } class A {} var a = A(); var s = "sixteen letters!";')
    own = lox["own"]

    def loop(call: str) -> Task:
        program = lox.eval(f"fun f(n) {{ for (var i = 0; i < n; i = i + 1) {call}; }} f;")
        return lambda n: program(n)

    def inwards(n: int) -> None:
        for _ in range(n):
            own(1.0)

    def evaluate(n: int) -> None:
        for _ in range(n):
            lox.eval("1;")

    return {
        "a loop around nothing": loop("i"),
        "Lox calls a function of Lox": loop("own(i)"),
        "Lox calls Python, without arguments": loop("none()"),
        "... a number, and back": loop("number(i)"),
        "... a string of 16 bytes, and back": loop("text(s)"),
        "... an object, and back": loop("object(a)"),
        "Python calls a function of Lox": inwards,
        "Python evaluates `1;`": evaluate,
    }


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    print("| | ns |\n|---|---|")
    with Lox() as lox:
        for name, task in tasks(lox).items():
            print(f"| {name} | {measure(task, seconds):.0f} |")


if __name__ == "__main__":
    main()
