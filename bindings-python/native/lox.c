//go:build pyext

/* The type of a Lox interpreter. object.callback is its list of callables:
 * first the one that takes output, then those of _define by number. */
#include "lox.h"
#include "mapping.h"
#include "_cgo_export.h"

/* Ends a call: rc is what it gave. */
PyObject *tf_lox_result(PyObject *interp, tf_call *call, int rc, const char *scratch) {
    const char *at = call->out.data;
    PyObject *value = rc ? NULL : tf_read_value(&at, interp, &tf_lox_objects);
    tf_done(call, scratch);
    return value;
}

PyObject *tf_lox_invoke(PyObject *interp, int64_t handle, PyObject *args) {
    char scratch[tf_lox_scratch], written[tf_lox_scratch];
    tf_writer to = {{written, 0, sizeof written}, written};
    PyObject *result = NULL;
    Py_ssize_t n = PyTuple_Size(args), i = 0;
    while (i < n && tf_write_value(&to, PyTuple_GetItem(args, i), &tf_lox_objects) == 0)
        i++;
    if (i == n) {
        tf_call call = {.number = handle, .value = {to.bytes.data, to.bytes.len},
                        .out = {.data = scratch, .cap = sizeof scratch}};
        int rc = tf_run_hosting(interp, &call, tf_lox_call, &tf_lox_objects);
        result = tf_lox_result(interp, &call, rc, scratch);
    }
    tf_writer_free(&to);
    return result;
}

/* Runs f with a name and a text, and gives what it gave. */
static int run_text(PyObject *self, tf_call *call, tf_function f, PyObject *const *args,
                    Py_ssize_t n) {
    tf_arg name, text;
    if (n != 2) {
        PyErr_Format(PyExc_TypeError, "2 arguments are needed, not %zd", n);
        return -1;
    }
    if (tf_arg_bytes(args[0], &name, "name"))
        return -1;
    int rc = tf_arg_bytes(args[1], &text, "source");
    if (!rc) {
        call->key = name.view;
        call->value = text.view;
        rc = tf_run_hosting(self, call, f, &tf_lox_objects);
        tf_arg_release(&text);
    }
    tf_arg_release(&name);
    return rc;
}

/* _eval(name, source) */
static PyObject *lox_eval(PyObject *self, PyObject *const *args, Py_ssize_t n) {
    char scratch[tf_lox_scratch];
    tf_call call = {.out = {.data = scratch, .cap = sizeof scratch}};
    int rc = run_text(self, &call, tf_lox_eval, args, n);
    return tf_lox_result(self, &call, rc, scratch);
}

/* _command(op, arguments): JSON both */
static PyObject *lox_command(PyObject *self, PyObject *const *args, Py_ssize_t n) {
    tf_call call = {0};
    PyObject *reply = NULL;
    if (run_text(self, &call, tf_lox_command, args, n) == 0)
        reply = PyBytes_FromStringAndSize(call.out.data, (Py_ssize_t)call.out.len);
    tf_done(&call, NULL);
    return reply;
}

/* _call(function, *args) */
static PyObject *lox_call(PyObject *self, PyObject *args) {
    Py_ssize_t n = PyTuple_Size(args);
    PyObject *callee = n > 0 ? PyTuple_GetItem(args, 0) : Py_None;
    int64_t handle = tf_lox_objects.unwrap(callee);
    if (!handle)
        return PyErr_Format(PyExc_TypeError, "call() needs an object of the interpreter");
    PyObject *rest = PyTuple_GetSlice(args, 1, n);
    PyObject *result = rest ? tf_lox_invoke(self, handle, rest) : NULL;
    Py_XDECREF(rest);
    return result;
}

static PyObject *lox_get(PyObject *self, PyObject *name) {
    char scratch[tf_lox_scratch];
    tf_arg arg;
    if (tf_arg_bytes(name, &arg, "name"))
        return NULL;
    tf_call call = {.key = arg.view, .out = {.data = scratch, .cap = sizeof scratch}};
    int rc = tf_run(self, &call, tf_lox_get, TF_RELEASE_GIL);
    tf_arg_release(&arg);
    return tf_lox_result(self, &call, rc, scratch);
}

static int assign(PyObject *self, PyObject *name, PyObject *value) {
    char written[tf_lox_scratch];
    tf_writer to = {{written, 0, sizeof written}, written};
    tf_arg arg;
    if (tf_arg_bytes(name, &arg, "name"))
        return -1;
    int rc = tf_write_value(&to, value, &tf_lox_objects);
    if (!rc) {
        tf_call call = {.key = arg.view, .value = {to.bytes.data, to.bytes.len}};
        rc = tf_run(self, &call, tf_lox_set, TF_RELEASE_GIL);
    }
    tf_writer_free(&to);
    tf_arg_release(&arg);
    return rc;
}

static PyObject *lox_set(PyObject *self, PyObject *const *args, Py_ssize_t n) {
    if (n != 2)
        return PyErr_Format(PyExc_TypeError, "set() takes a name and a value");
    if (assign(self, args[0], args[1]))
        return NULL;
    Py_RETURN_NONE;
}

/* _define(name, callable, types, variadic). The GIL is kept, so that no other
 * thread takes the number. */
static PyObject *lox_define(PyObject *self, PyObject *args) {
    PyObject *functions = ((tf_object *)self)->callback, *callable;
    tf_call call = {0};
    Py_ssize_t name_len, types_len;
    int variadic;
    if (!PyArg_ParseTuple(args, "s#Os#p", &call.key.data, &name_len, &callable, &call.value.data,
                          &types_len, &variadic))
        return NULL;
    call.key.len = (size_t)name_len;
    call.value.len = (size_t)types_len;
    call.number = PyList_Size(functions);
    call.number2 = variadic;
    if (PyList_Append(functions, callable))
        return NULL;
    if (tf_run(self, &call, tf_lox_define, TF_KEEP_GIL)) {
        PyObject *type, *value, *trace;
        PyErr_Fetch(&type, &value, &trace);
        PyList_SetSlice(functions, (Py_ssize_t)call.number, PyList_Size(functions), NULL);
        PyErr_Restore(type, value, trace);
        return NULL;
    }
    Py_RETURN_NONE;
}

static PyObject *lox_printed(PyObject *self, PyObject *unused) {
    (void)unused;
    tf_call call = {0};
    if (tf_run(self, &call, tf_lox_printed, TF_KEEP_GIL))
        return NULL;
    PyObject *bytes = PyBytes_FromStringAndSize(call.out.data, (Py_ssize_t)call.out.len);
    tf_done(&call, NULL);
    return bytes;
}

static PyMethodDef methods[] = {
    {"_eval", TF_METHOD(lox_eval), METH_FASTCALL, NULL},
    {"_command", TF_METHOD(lox_command), METH_FASTCALL, NULL},
    {"_call", lox_call, METH_VARARGS, NULL},
    {"_get", lox_get, METH_O, NULL},
    {"_set", TF_METHOD(lox_set), METH_FASTCALL, NULL},
    {"_define", lox_define, METH_VARARGS, NULL},
    {"_printed", lox_printed, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {
    TF_OBJECT_SLOTS(tf_object_new, methods),
    {0, NULL},
};

PyType_Spec tf_lox_spec = {
    "twelvefold._ext.Lox", sizeof(tf_object), 0,
    Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC, slots,
};
