/* What lox.c and lox_object.c share. */
#ifndef TWELVEFOLD_LOX_H
#define TWELVEFOLD_LOX_H

#include "callback.h"
#include "object.h"

/* Results up to this size cost no malloc. */
enum { tf_lox_scratch = 256 };

extern const tf_objects tf_lox_objects;

/* Makes the value in call->out a Python object. */
PyObject *tf_lox_result(PyObject *interp, tf_call *call, int rc, const char *scratch);

/* Calls the object under a handle with args, a tuple. */
PyObject *tf_lox_invoke(PyObject *interp, int64_t handle, PyObject *args);

#endif
