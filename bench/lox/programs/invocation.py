"""Calls of functions and of methods with none to four arguments."""


def zero():
    """Take no argument."""
    return 1


def one(a):
    """Take one argument."""
    return a


def two(a, b):
    """Take two arguments."""
    return b


def three(a, b, c):
    """Take three arguments."""
    return c


def four(a, b, c, d):
    """Take four arguments."""
    return d


class Callee:
    """The same as methods."""

    def zero(self):
        """Take no argument."""
        return 1

    def one(self, a):
        """Take one argument."""
        return a

    def two(self, a, b):
        """Take two arguments."""
        return b

    def three(self, a, b, c):
        """Take three arguments."""
        return c

    def four(self, a, b, c, d):
        """Take four arguments."""
        return d


def main(rounds):
    """Call each in turn."""
    callee = Callee()
    last = 0
    wrong = 0
    for i in range(rounds):
        zero()
        one(i)
        two(0, i)
        three(0, 0, i)
        last = four(0, 0, 0, i)
        callee.zero()
        callee.one(i)
        callee.two(0, i)
        callee.three(0, 0, i)
        if callee.four(0, 0, 0, i) != last:
            wrong += 1
    print(last)
    print(wrong)


main(600000)
