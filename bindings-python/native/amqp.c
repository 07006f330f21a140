//go:build pyext

/* The type of a session with a broker. */
#include "mapping.h"
#include "_cgo_export.h"

enum { scratch_size = 1024 };

static int wants(const char *name, Py_ssize_t given, Py_ssize_t wanted) {
    if (given == wanted)
        return 0;
    PyErr_Format(PyExc_TypeError, "%s() takes %zd arguments, not %zd", name, wanted, given);
    return -1;
}

/* (JSON, body of the message or None) */
static PyObject *answer(const tf_call *call) {
    PyObject *content;
    if (call->number)
        content = PyBytes_FromStringAndSize(call->content.data, (Py_ssize_t)call->content.len);
    else
        content = Py_NewRef(Py_None);
    if (!content)
        return NULL;
    return Py_BuildValue("y#N", call->out.data, (Py_ssize_t)call->out.len, content);
}

/* _call(op, arguments, body) */
static PyObject *amqp_call(PyObject *self, PyObject *const *args, Py_ssize_t n) {
    static const char *names[] = {"op", "arguments", "body"};
    char scratch[scratch_size];
    tf_arg held[3];
    tf_view views[3];
    if (wants("_call", n, 3))
        return NULL;
    tf_call call = {.args = views, .nargs = 3, .out = {.data = scratch, .cap = sizeof scratch}};
    PyObject *result = NULL;
    Py_ssize_t ready = 0;
    while (ready < 3 && tf_arg_bytes(args[ready], &held[ready], names[ready]) == 0) {
        views[ready] = held[ready].view;
        ready++;
    }
    /* It waits for other threads, and for the disk. */
    if (ready == 3 && tf_run(self, &call, tf_amqp_call, TF_RELEASE_GIL) == 0)
        result = answer(&call);
    tf_done(&call, scratch);
    while (ready > 0)
        tf_arg_release(&held[--ready]);
    return result;
}

/* _publish(arguments, body, confirm) */
static PyObject *amqp_publish(PyObject *self, PyObject *const *args, Py_ssize_t n) {
    tf_arg how, body;
    if (wants("_publish", n, 3) || tf_arg_bytes(args[0], &how, "arguments"))
        return NULL;
    if (tf_arg_bytes(args[1], &body, "body")) {
        tf_arg_release(&how);
        return NULL;
    }
    tf_call call = {.key = how.view, .value = body.view, .number = PyObject_IsTrue(args[2])};
    int rc = call.number < 0 ? -1 : tf_run(self, &call, tf_amqp_publish, TF_RELEASE_GIL);
    tf_arg_release(&how);
    tf_arg_release(&body);
    if (rc)
        return NULL;
    Py_RETURN_NONE;
}

/* _next(arguments): (turn, (JSON, body)) */
static PyObject *amqp_next(PyObject *self, PyObject *arguments) {
    char scratch[scratch_size];
    tf_arg arg;
    if (tf_arg_bytes(arguments, &arg, "arguments"))
        return NULL;
    tf_call call = {.key = arg.view, .out = {.data = scratch, .cap = sizeof scratch}};
    PyObject *result = NULL;
    if (tf_run(self, &call, tf_amqp_next, TF_RELEASE_GIL) == 0)
        result = answer(&call);
    if (result)
        result = Py_BuildValue("LN", (long long)call.number2, result);
    tf_done(&call, scratch);
    tf_arg_release(&arg);
    return result;
}

/* _wait(turn, seconds) */
static PyObject *amqp_wait(PyObject *self, PyObject *args) {
    long long turn;
    double seconds;
    if (!PyArg_ParseTuple(args, "Ld", &turn, &seconds))
        return NULL;
    tf_call call = {.handle = ((tf_object *)self)->handle, .number = turn, .real = seconds};
    if (tf_run_long(&call, tf_amqp_wait))
        return NULL;
    Py_RETURN_NONE;
}

static PyObject *amqp_descriptor(PyObject *self, PyObject *unused) {
    (void)unused;
    tf_call call = {0};
    if (tf_run(self, &call, tf_amqp_descriptor, TF_KEEP_GIL))
        return NULL;
    return PyLong_FromLongLong((long long)call.number);
}

static PyMethodDef methods[] = {
    {"_call", TF_METHOD(amqp_call), METH_FASTCALL, NULL},
    {"_publish", TF_METHOD(amqp_publish), METH_FASTCALL, NULL},
    {"_next", amqp_next, METH_O, NULL},
    {"_wait", amqp_wait, METH_VARARGS, NULL},
    {"_descriptor", amqp_descriptor, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {
    TF_OBJECT_SLOTS(tf_object_new, methods),
    {0, NULL},
};

PyType_Spec tf_amqp_spec = {
    "twelvefold._ext.AMQPSession", sizeof(tf_object), 0,
    Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC, slots,
};
