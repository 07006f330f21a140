"""Rolling statistics and linear algebra on float64 arrays, computed in Go.

Arrays are read where they are: NumPy arrays, ``array.array("d")``, or anything
else with a C-contiguous float64 buffer; another type gives a TypeError. Only a
list or tuple of numbers is copied first. Results go to ``out``, or to a new NumPy
array; without ``out`` NumPy must be installed.

The GIL is released meanwhile. A long `matmul` can be interrupted with Ctrl-C.
"""

from __future__ import annotations

import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias, TypeVar, overload

from . import _ext

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix: TypeAlias = NDArray[np.float64] | array.array[float] | memoryview
    Floats: TypeAlias = Matrix | Sequence[float]
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
Shape: TypeAlias = tuple[int, int]
"""Rows and columns."""


def _empty(*shape: int) -> Result:
    """Give a new array for a result."""
    try:
        import numpy as np
    except ImportError:
        raise ImportError(
            "twelvefold.quant makes NumPy arrays: install numpy, or pass out="
        ) from None
    return np.empty(shape)


def _like(x: Floats) -> Result:
    return _empty(len(x))


def _kernel(
    name: str, out: object, *inputs: object, numbers: tuple[int, ...] = (), real: float = 0.0
) -> float:
    """Run a kernel over series."""
    dimensions = ("0" if out is None else "1") + "1" * len(inputs)
    return _ext.quant(name, dimensions, out, tuple(map(_buffer, inputs)), numbers, real)


def _buffer(x: object) -> object:
    return array.array("d", x) if isinstance(x, (list, tuple)) else x


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
    _kernel("rolling_mean", out, x, numbers=(window,))
    return out


@overload
def rolling_variance(x: Floats, window: int, *, ddof: int = 1) -> Result: ...
@overload
def rolling_variance(x: Floats, window: int, *, ddof: int = 1, out: _Out) -> _Out: ...
def rolling_variance(x: Floats, window: int, *, ddof: int = 1, out: object = None) -> object:
    """Give the variance of the last ``window`` values; ``ddof`` 0 is that of a population."""
    out = _like(x) if out is None else out
    _kernel("rolling_variance", out, x, numbers=(window, ddof))
    return out


@overload
def zscore(x: Floats, window: int, *, ddof: int = 1) -> Result: ...
@overload
def zscore(x: Floats, window: int, *, ddof: int = 1, out: _Out) -> _Out: ...
def zscore(x: Floats, window: int, *, ddof: int = 1, out: object = None) -> object:
    """Tell how many standard deviations each value lies from its window's mean."""
    out = _like(x) if out is None else out
    _kernel("zscore", out, x, numbers=(window, ddof))
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


def _shape(x: Matrix, shape: tuple[int, int] | None) -> tuple[int, int]:
    """Give rows and columns: those of a matrix, or those said of a flat buffer."""
    if shape is not None:
        return shape
    view = _view(x)
    if view.ndim != 2 or view.shape is None:
        raise TypeError(f"expected a matrix or its shape, got {view.ndim} dimension(s)")
    return view.shape[0], view.shape[1]


def _view(x: object) -> memoryview:
    """View any buffer; a TypeError for what has none."""
    return memoryview(x)  # type: ignore[arg-type]


@overload
def ols(
    y: Floats, x: Matrix, *, intercept: bool = True, shape: Shape | None = None
) -> tuple[Result, float]: ...
@overload
def ols(
    y: Floats, x: Matrix, *, intercept: bool = True, shape: Shape | None = None, out: _Out
) -> tuple[_Out, float]: ...
def ols(
    y: Floats,
    x: Matrix,
    *,
    intercept: bool = True,
    shape: Shape | None = None,
    out: object = None,
) -> tuple[object, float]:
    """Fit ``y`` against the columns of ``x`` by least squares.

    Gives the coefficients, the intercept first, and the share of y's variation
    that they explain (R squared). A flat ``x``, row after row, needs ``shape``.
    """
    rows, columns = _shape(x, shape)
    if out is None:
        out = _empty(max(0, columns) + intercept)
    flat = _view(x).ndim == 1
    numbers = (int(intercept), rows, columns) if flat else (int(intercept),)
    return out, _ext.quant("ols", "111" if flat else "112", out, (_buffer(y), x), numbers, 0.0)


@overload
def matmul(a: Matrix, b: Matrix, *, shapes: tuple[Shape, Shape] | None = None) -> Result: ...
@overload
def matmul(
    a: Matrix, b: Matrix, *, shapes: tuple[Shape, Shape] | None = None, out: _Out
) -> _Out: ...
def matmul(
    a: Matrix, b: Matrix, *, shapes: tuple[Shape, Shape] | None = None, out: object = None
) -> object:
    """Multiply two matrices; ``out`` must not overlap them.

    Flat buffers, row after row, need the ``shapes`` of both.
    """
    left, right = (_shape(a, None), _shape(b, None)) if shapes is None else shapes
    if out is None:
        out = _empty(max(0, left[0]), max(0, right[1]))
    dimensions = f"{_view(out).ndim}{'22' if shapes is None else '11'}"
    _ext.quant("matmul", dimensions, out, (a, b), () if shapes is None else (*left, *right), 0.0)
    return out
