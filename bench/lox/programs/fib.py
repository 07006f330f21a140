"""Recursive calls, and little else.

Less two millions, because clox prints six digits.
"""


def fib(n):
    """Give the n-th Fibonacci number."""
    if n < 2:
        return n
    return fib(n - 2) + fib(n - 1)


print(fib(32) - 2000000)
