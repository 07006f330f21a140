"""Functions that make functions, and functions given to functions."""


def add(a):
    """Add step numbers that come one by one."""

    def second(b):
        def third(c):
            return a + b + c

        return third

    return second


def compose(outer, inner):
    """Give the function that does one after the other."""

    def composed(x):
        return outer(inner(x))

    return composed


def main(rounds):
    """Make five functions a round."""
    step = compose(add(1)(1), add(0)(-1))
    right = 0
    for i in range(rounds):
        if add(i)(1)(2) == i + 3:
            right += 1
        if compose(step, step)(i) == i + 2:
            right += 1
    print(right)


main(400000)
