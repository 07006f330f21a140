"""Arrays in and out of the kernels; their numbers are in the conformance cases."""

from __future__ import annotations

import array
import contextlib
import threading

import numpy as np
import pytest
from twelvefold import quant
from twelvefold.errors import InvalidArgumentError

from . import children


def test_results_are_numpy_arrays_or_out_itself() -> None:
    x = np.arange(6.0)
    assert quant.rolling_mean(x, 2).tolist()[1:] == [0.5, 1.5, 2.5, 3.5, 4.5]
    out = np.empty(6)
    assert quant.drawdown(x, out=out) is out
    assert quant.ewma(x, 0.5, out=x) is x


def test_out_is_written_in_place_and_the_input_is_not_copied() -> None:
    # Both are halves of one allocation: only their memory itself can change.
    memory = np.zeros(8)
    memory[:4] = [1, 2, 3, 4]
    quant.rolling_mean(memory[:4], 1, out=memory[4:])
    assert memory.tolist() == [1, 2, 3, 4, 1, 2, 3, 4]


def test_any_float64_buffer_will_do() -> None:
    x = array.array("d", [3, 1, 2])
    assert quant.sum(x) == 6
    assert quant.sum(memoryview(x)[1:]) == 3
    assert quant.sum([1, 2.5]) == 3.5
    assert quant.max_drawdown(x) == pytest.approx(-2 / 3)
    assert quant.correlation(x, x) == pytest.approx(1)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (np.arange(4, dtype=np.float32), "float64"),
        (np.arange(4), "float64"),
        (np.arange(8.0)[::2], "C-contiguous"),
        (np.ones((2, 2)), "1 dimension"),
        (np.float64(3), "1 dimension"),
        (["one"], "real number"),
        (b"12345678", "float64"),
        (None, "bytes-like"),
    ],
    ids=str,
)
def test_what_is_no_series_of_float64_is_a_type_error(wrong: object, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        quant.sum(wrong)  # type: ignore[arg-type]


def test_out_is_checked() -> None:
    x = np.arange(4.0)
    read_only = np.empty(4)
    read_only.flags.writeable = False
    with pytest.raises(TypeError, match="writable"):
        quant.drawdown(x, out=read_only)
    with pytest.raises(InvalidArgumentError, match="quant: "):
        quant.drawdown(x, out=np.empty(3))
    with pytest.raises(InvalidArgumentError, match="quant: "):
        quant.rolling_mean(x, 2, out=x)
    with pytest.raises(InvalidArgumentError, match=r"quant: .*window"):
        quant.rolling_mean(x, 0)
    with pytest.raises(OverflowError):
        quant.rolling_mean(x, 1 << 70)
    with pytest.raises(TypeError):
        quant.rolling_mean(x, 2.5)  # type: ignore[call-overload]


def test_matrices_bring_their_shapes() -> None:
    a, b = np.arange(6.0).reshape(2, 3), np.arange(12.0).reshape(3, 4)
    np.testing.assert_array_equal(quant.matmul(a, b), a @ b)
    out = np.empty((2, 4))
    assert quant.matmul(a, b, out=out) is out
    with pytest.raises(InvalidArgumentError, match="quant: "):
        quant.matmul(a, a)
    with pytest.raises(InvalidArgumentError, match="quant: "):
        quant.matmul(out, np.ones((4, 4)), out=out)
    with pytest.raises(TypeError):
        quant.matmul(np.arange(4.0), b)


def test_flat_matrices_have_shapes_beside_them() -> None:
    a, out = array.array("d", [1, 2, 3, 4]), array.array("d", bytes(32))
    quant.matmul(a, a, shapes=((2, 2), (2, 2)), out=out)
    assert list(out) == [7, 10, 15, 22]
    with pytest.raises(InvalidArgumentError, match="quant: shape"):
        quant.matmul(a, a, shapes=((3, 2), (2, 2)))


def test_a_product_in_bands_is_the_whole_product() -> None:
    random = np.random.default_rng(12)
    a, b = random.random((700, 600)), random.random((600, 500))  # over 2e8: a long call
    np.testing.assert_allclose(quant.matmul(a, b), a @ b)


def test_ols_gives_coefficients_and_r_squared() -> None:
    x = np.arange(10.0)
    coefficients, r2 = quant.ols(3 + 2 * x, x.reshape(-1, 1))
    np.testing.assert_allclose(coefficients, [3, 2])
    assert r2 == pytest.approx(1)
    coefficients, _ = quant.ols(2 * x, x, shape=(10, 1), intercept=False)
    np.testing.assert_allclose(coefficients, [2])


def test_an_array_in_use_can_not_be_resized() -> None:
    """The buffer is held: another thread that resizes gets an error, not us bad memory."""
    x = array.array("d", bytes(8 * 5_000_000))
    out = array.array("d", bytes(8 * 5_000_000))
    working, refused = threading.Event(), []

    def resize() -> None:
        working.wait()
        while working.is_set():
            try:
                x.append(0.0)
                x.pop()
            except BufferError as error:
                refused.append(error)
                return

    thread = threading.Thread(target=resize)
    thread.start()
    working.set()
    while thread.is_alive() and not refused:
        with contextlib.suppress(InvalidArgumentError):  # x may be one longer at that moment
            quant.ewma(x, 0.5, out=out)
    working.clear()
    thread.join()
    assert refused


def test_without_numpy_out_is_needed() -> None:
    said = children.run(
        """
        import array, sys
        sys.modules["numpy"] = None
        from twelvefold import quant
        x, out = array.array("d", [1, 2]), array.array("d", [0, 0])
        print(quant.ewma(x, 0.5, out=out).tolist(), quant.sum(x))
        try:
            quant.ewma(x, 0.5)
        except ImportError as error:
            print(error)
        """
    )
    assert said.splitlines()[0] == "[1.0, 1.5] 3.0"
    assert "install numpy, or pass out=" in said
