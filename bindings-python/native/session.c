//go:build pyext

/* The type of a connection to a Redis store. */
#include "mapping.h"
#include "_cgo_export.h"
#include <stdlib.h>

enum { scratch_size = 4096, few_args = 8 };

/* Runs the command in args and gives its reply. */
static PyObject *run(PyObject *self, const tf_view *args, Py_ssize_t n) {
    char scratch[scratch_size];
    tf_call call = {.args = args, .nargs = (size_t)n,
                    .out = {.data = scratch, .cap = sizeof scratch}};
    PyObject *reply = NULL;
    /* A command may walk over a million keys, and waits for other threads'. */
    if (tf_run(self, &call, tf_session_execute, TF_RELEASE_GIL) == 0)
        reply = tf_reply(call.out.data, call.out.len);
    tf_done(&call, scratch);
    return reply;
}

static PyObject *session_execute(PyObject *self, PyObject *const *args, Py_ssize_t n) {
    tf_arg few[few_args], *held = few;
    tf_view few_views[few_args], *views = few_views;
    if (n < 1)
        return PyErr_Format(PyExc_TypeError, "execute() needs the name of a command");
    if (n > few_args) {
        held = malloc((size_t)n * sizeof *held);
        views = malloc((size_t)n * sizeof *views);
    }
    PyObject *reply = NULL;
    Py_ssize_t ready = 0;
    if (held && views) {
        while (ready < n && tf_arg_redis(args[ready], &held[ready]) == 0) {
            views[ready] = held[ready].view;
            ready++;
        }
        if (ready == n)
            reply = run(self, views, n);
    } else {
        PyErr_NoMemory();
    }
    for (Py_ssize_t i = 0; i < ready; i++)
        tf_arg_release(&held[i]);
    if (n > few_args) {
        free(held);
        free(views);
    }
    return reply;
}

static PyObject *session_feed(PyObject *self, PyObject *data) {
    char scratch[scratch_size];
    tf_call call = {.out = {.data = scratch, .cap = sizeof scratch}};
    tf_arg arg;
    if (tf_arg_bytes(data, &arg, "data"))
        return NULL;
    call.key = arg.view;
    PyObject *out = NULL;
    if (tf_run(self, &call, tf_session_feed, TF_RELEASE_GIL) == 0)
        out = PyBytes_FromStringAndSize(call.out.data, (Py_ssize_t)call.out.len);
    tf_done(&call, scratch);
    tf_arg_release(&arg);
    return out;
}

/* (done, deadline in nanoseconds) */
static PyObject *session_state(PyObject *self, PyObject *unused) {
    (void)unused;
    tf_call call = {0};
    if (tf_run(self, &call, tf_session_state, TF_KEEP_GIL))
        return NULL;
    return Py_BuildValue("NL", PyBool_FromLong(call.number != 0), (long long)call.number2);
}

static PyMethodDef methods[] = {
    {"execute", TF_METHOD(session_execute), METH_FASTCALL,
     "execute($self, /, *args)\n--\n\nRun a command and give its reply."},
    {"_feed", session_feed, METH_O, NULL},
    {"_state", session_state, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {
    TF_OBJECT_SLOTS(tf_object_new, methods),
    {0, NULL},
};

PyType_Spec tf_session_spec = {
    "twelvefold._ext.Session", sizeof(tf_object), 0,
    Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC, slots,
};
