"""Rolling statistics and linear algebra on float64 arrays, computed in Go.

Arrays are read where they are: NumPy arrays, ``array.array("d")``, or anything
else with a C-contiguous float64 buffer. Nothing is copied or converted; what
has another type gives a TypeError. Results go to ``out``, or to a new NumPy
array; without ``out`` NumPy must be installed.

The GIL is released meanwhile. A long `matmul` can be interrupted with Ctrl-C.
"""

from __future__ import annotations

from collections.abc import Sized
from typing import TYPE_CHECKING, TypeAlias, TypeVar, overload

from . import _ext

if TYPE_CHECKING:
    import array

    import numpy as np
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64] | array.array[float] | memoryview
    Result: TypeAlias = NDArray[np.float64]

__all__ = [
    "correlation",
    "drawdown",
    "ewma",
    "matmul",
    "max_drawdown",
    "ols",
    "rolling_mean",
    "rolling_variance",
    "sum",
    "zscore",
]

_Out = TypeVar("_Out")


def _empty(*shape: int) -> Result:
    """Give a new array for a result."""
    try:
        import numpy as np
    except ImportError:
        raise ImportError("twelvefold.quant makes NumPy arrays: install numpy, or pass out=") from None
    return np.empty(shape)


def _like(x: Sized) -> Result:
    return _empty(len(x))


def _kernel(
    name: str, out: object, *inputs: object, number: int = 0, number2: int = 0, real: float = 0.0
) -> float:
    """Run a kernel over series."""
    dimensions = ("0" if out is None else "1") + "1" * len(inputs)
    return _ext.quant(name, dimensions, out, inputs, number, number2, real)


def sum(x: Floats) -> float:  # noqa: A001 - the field's own word
    """Add all values, pairwise as NumPy does."""
    return _kernel("sum", None, x)


@overload
def rolling_mean(x: Floats, window: int) -> Result: ...
@overload
def rolling_mean(x: Floats, window: int, *, out: _Out) -> _Out: ...
def rolling_mean(x: Floats, window: int, *, out: object = None) -> object:
    """Give the mean of the last ``window`` values, NaN until there are so many."""
    out = _like(x) if out is None else out
    _kernel("rolling_mean", out, x, number=window)
    return out


@overload
def rolling_variance(x: Floats, window: int, *, ddof: int = 1) -> Result: ...
@overload
def rolling_variance(x: Floats, window: int, *, ddof: int = 1, out: _Out) -> _Out: ...
def rolling_variance(x: Floats, window: int, *, ddof: int = 1, out: object = None) -> object:
    """Give the variance of the last ``window`` values; ``ddof`` 0 is that of a population."""
    out = _like(x) if out is None else out
    _kernel("rolling_variance", out, x, number=window, number2=ddof)
    return out


@overload
def zscore(x: Floats, window: int, *, ddof: int = 1) -> Result: ...
@overload
def zscore(x: Floats, window: int, *, ddof: int = 1, out: _Out) -> _Out: ...
def zscore(x: Floats, window: int, *, ddof: int = 1, out: object = None) -> object:
    """Tell how many standard deviations each value lies from its window's mean."""
    out = _like(x) if out is None else out
    _kernel("zscore", out, x, number=window, number2=ddof)
    return out


@overload
def ewma(x: Floats, alpha: float) -> Result: ...
@overload
def ewma(x: Floats, alpha: float, *, out: _Out) -> _Out: ...
def ewma(x: Floats, alpha: float, *, out: object = None) -> object:
    """Give the exponentially weighted mean; ``out`` may be ``x`` itself."""
    out = _like(x) if out is None else out
    _kernel("ewma", out, x, real=alpha)
    return out


@overload
def drawdown(x: Floats) -> Result: ...
@overload
def drawdown(x: Floats, *, out: _Out) -> _Out: ...
def drawdown(x: Floats, *, out: object = None) -> object:
    """Tell how far each value lies below the highest so far: -0.25 is a quarter."""
    out = _like(x) if out is None else out
    _kernel("drawdown", out, x)
    return out


def max_drawdown(x: Floats) -> float:
    """Give the deepest of all drawdowns, 0 for a series that only rises."""
    return _kernel("max_drawdown", None, x)


def correlation(x: Floats, y: Floats) -> float:
    """Give Pearson's coefficient of the pairs (x[i], y[i])."""
    return _kernel("correlation", None, x, y)


@overload
def ols(y: Floats, x: Floats, *, intercept: bool = True) -> tuple[Result, float]: ...
@overload
def ols(y: Floats, x: Floats, *, intercept: bool = True, out: _Out) -> tuple[_Out, float]: ...
def ols(
    y: Floats, x: Floats, *, intercept: bool = True, out: object = None
) -> tuple[object, float]:
    """Fit ``y`` against the columns of ``x`` by least squares.

    Gives the coefficients, the intercept first, and the share of y's variation
    that they explain (R squared).
    """
    if out is None:
        shape = memoryview(x).shape
        out = _empty((shape[1] if len(shape) == 2 else 0) + intercept)
    fit = _ext.quant("ols", "112", out, (y, x), int(intercept), 0, 0.0)
    return out, fit


@overload
def matmul(a: Floats, b: Floats) -> Result: ...
@overload
def matmul(a: Floats, b: Floats, *, out: _Out) -> _Out: ...
def matmul(a: Floats, b: Floats, *, out: object = None) -> object:
    """Multiply two matrices; ``out`` must not overlap them."""
    if out is None:
        left, right = memoryview(a).shape, memoryview(b).shape
        out = _empty(left[0] if left else 0, right[-1] if right else 0)
    _ext.quant("matmul", "222", out, (a, b), 0, 0, 0.0)
    return out
