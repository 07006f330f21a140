/* Python's stable interface of 3.11: one library for that version and all
 * later ones. */
#ifndef TWELVEFOLD_LIMITED_H
#define TWELVEFOLD_LIMITED_H

#define Py_LIMITED_API 0x030B0000
#ifndef PY_SSIZE_T_CLEAN
#define PY_SSIZE_T_CLEAN
#endif
#include <Python.h>
#include <stdlib.h>

/* What gopy's and pybindgen's output names although it does not use it, and
 * the stable interface lacks. */
typedef struct PyAsyncMethods PyAsyncMethods;
#define PyMethod_Check(object) ((void)(object), 0)
typedef struct {
    double real, imag;
} Py_complex;
static inline Py_complex PyComplex_AsCComplex(PyObject *number) {
    Py_complex c = {PyComplex_RealAsDouble(number), PyComplex_ImagAsDouble(number)};
    return c;
}

#endif
