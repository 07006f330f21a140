//go:build pyext

/* The kernels, on arrays that stay where they are: buffers are held for the
 * length of a call, so nobody can resize or free them meanwhile. */
#include "object.h"
#include "_cgo_export.h"
#include <string.h>

enum { max_arrays = 3, max_numbers = 8 };

/* Holds a C-contiguous float64 buffer of so many dimensions. */
static int hold(PyObject *array, Py_buffer *buffer, int dimensions, int writable) {
    int flags = PyBUF_ND | PyBUF_FORMAT | (writable ? PyBUF_WRITABLE : 0);
    if (PyObject_GetBuffer(array, buffer, flags)) {
        if (!PyErr_ExceptionMatches(PyExc_TypeError)) {
            PyErr_Clear(); /* NumPy says ValueError or BufferError; one kind is enough */
            PyErr_SetString(PyExc_TypeError, writable
                ? "out must be a writable C-contiguous float64 buffer"
                : "expected a C-contiguous float64 buffer");
        }
        buffer->obj = NULL;
        return -1;
    }
    if (buffer->itemsize != 8 || !buffer->format || strcmp(buffer->format, "d") != 0)
        PyErr_SetString(PyExc_TypeError, "expected float64 values, as of array.array('d')");
    else if (buffer->ndim != dimensions)
        PyErr_Format(PyExc_TypeError, "expected %d dimension(s), got %d", dimensions, buffer->ndim);
    else
        return 0;
    PyBuffer_Release(buffer);
    buffer->obj = NULL;
    return -1;
}

static tf_view view_of(const Py_buffer *buffer) {
    static const double nothing; /* an empty buffer may have no address */
    return (tf_view){buffer->len ? buffer->buf : (const void *)&nothing, (size_t)buffer->len};
}

/* Holds the inputs; dimensions is a digit for each. Shapes of matrices are
 * appended to call->numbers at *number. Gives how many it holds. */
static Py_ssize_t hold_all(PyObject *inputs, const char *dimensions, Py_buffer *buffers,
                           tf_view *views, tf_call *call, int *number) {
    Py_ssize_t n = PyTuple_Size(inputs), held = 0;
    for (; held < n; held++) {
        Py_buffer *b = &buffers[held];
        if (hold(PyTuple_GetItem(inputs, held), b, dimensions[held] - '0', 0))
            break;
        views[held] = view_of(b);
        for (int d = 0; b->ndim == 2 && d < 2; d++)
            call->numbers[(*number)++] = b->shape[d];
    }
    return held;
}

/* Reads the kernel's own numbers; gives how many, -1 with an exception. */
static int read_numbers(PyObject *given, tf_call *call) {
    Py_ssize_t n = PyTuple_Size(given);
    if (n > max_numbers - 4) { /* two shapes may follow */
        PyErr_SetString(PyExc_TypeError, "too many numbers");
        return -1;
    }
    for (Py_ssize_t i = 0; i < n; i++) {
        call->numbers[i] = PyLong_AsLongLong(PyTuple_GetItem(given, i));
        if (call->numbers[i] == -1 && PyErr_Occurred())
            return -1;
    }
    return (int)n;
}

/* quant(name, dimensions, out, inputs, numbers, real): runs a kernel, see
 * tf_quant. dimensions has a digit for out and one for each input. Gives the
 * kernel's number. */
PyObject *tf_module_quant(PyObject *module, PyObject *args) {
    (void)module;
    const char *name, *dimensions;
    PyObject *out, *inputs, *numbers, *given = NULL;
    tf_view views[max_arrays];
    Py_buffer buffers[max_arrays], result = {0};
    tf_call call = {.args = views};
    if (!PyArg_ParseTuple(args, "ssOO!O!d", &name, &dimensions, &out, &PyTuple_Type, &inputs,
                          &PyTuple_Type, &numbers, &call.real))
        return NULL;
    Py_ssize_t n = PyTuple_Size(inputs);
    if (n > max_arrays || (size_t)n + 1 != strlen(dimensions))
        return PyErr_Format(PyExc_TypeError, "wrong number of arrays");
    int next = read_numbers(numbers, &call);
    if (next < 0)
        return NULL;
    call.key = (tf_view){name, strlen(name)};
    call.nargs = (size_t)n;
    Py_ssize_t held = hold_all(inputs, dimensions + 1, buffers, views, &call, &next);
    if (held == n && (out == Py_None || hold(out, &result, dimensions[0] - '0', 1) == 0)) {
        if (result.obj)
            call.value = view_of(&result);
        if (tf_run_long(&call, tf_quant) == 0)
            given = PyFloat_FromDouble(call.real);
    }
    while (held > 0)
        PyBuffer_Release(&buffers[--held]);
    if (result.obj)
        PyBuffer_Release(&result);
    return given;
}
