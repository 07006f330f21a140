//go:build pyext

/* Python arguments made bytes that Go can read in place. */
#include "object.h"

static int of_text(PyObject *value, tf_arg *arg) {
    Py_ssize_t len;
    arg->view.data = PyUnicode_AsUTF8AndSize(value, &len);
    arg->view.len = (size_t)len;
    return arg->view.data ? 0 : -1;
}

/* Takes str (as UTF-8) and anything with a buffer. what names the argument in
 * the error: "key". */
int tf_arg_bytes(PyObject *value, tf_arg *arg, const char *what) {
    arg->buffer.obj = NULL;
    arg->owned = NULL;
    if (PyBytes_CheckExact(value)) { /* immutable: no need to hold it */
        char *data;
        Py_ssize_t len;
        PyBytes_AsStringAndSize(value, &data, &len);
        arg->view = (tf_view){data, (size_t)len};
        return 0;
    }
    if (PyUnicode_Check(value))
        return of_text(value, arg);
    if (!PyObject_CheckBuffer(value)) {
        PyObject *name = PyType_GetName(Py_TYPE(value));
        PyErr_Format(PyExc_TypeError, "%s must be str or bytes-like, not %V", what, name, "that");
        Py_XDECREF(name);
        return -1;
    }
    /* Held until the call is over: nobody may resize it meanwhile. */
    if (PyObject_GetBuffer(value, &arg->buffer, PyBUF_SIMPLE))
        return -1;
    arg->view = (tf_view){arg->buffer.buf, (size_t)arg->buffer.len};
    return 0;
}

/* Takes int and float too, as redis-py does; bool is refused, for Redis has no
 * such value and "True" is seldom meant. */
int tf_arg_redis(PyObject *value, tf_arg *arg) {
    if (!PyBool_Check(value) && (PyLong_Check(value) || PyFloat_Check(value))) {
        arg->buffer.obj = NULL;
        arg->owned = PyFloat_Check(value) ? PyObject_Repr(value) : PyObject_Str(value);
        if (!arg->owned)
            return -1;
        if (of_text(arg->owned, arg) == 0)
            return 0;
        Py_CLEAR(arg->owned);
        return -1;
    }
    return tf_arg_bytes(value, arg, "argument");
}

void tf_arg_release(tf_arg *arg) {
    if (arg->buffer.obj)
        PyBuffer_Release(&arg->buffer);
    Py_CLEAR(arg->owned);
}
