//go:build pyext

/* Go calls Python: see callback.h. */
#include "callback.h"
#include "object.h"

/* Reads the arguments into a tuple. */
static PyObject *read_args(tf_host *host, const char *at, size_t n) {
    PyObject *args = PyTuple_New((Py_ssize_t)n);
    for (size_t i = 0; args && i < n; i++) {
        PyObject *value = tf_read_value(&at, host->owner, host->objects);
        if (!value || PyTuple_SetItem(args, (Py_ssize_t)i, value))
            Py_CLEAR(args);
    }
    return args;
}

/* Gives the number that Go knows an exception by: that of a run inside this
 * one has it as _number. */
static int64_t exception_number(PyObject *exception) {
    PyObject *attribute = PyObject_GetAttrString(exception, "_number");
    long long number = attribute ? PyLong_AsLongLong(attribute) : 0;
    Py_XDECREF(attribute);
    PyErr_Clear();
    return number;
}

/* Writes "ValueError: text", or only the type where its str() fails. */
static void describe(tf_host *host) {
    PyObject *type = PyType_GetName(Py_TYPE(host->raised));
    PyObject *text = PyObject_Str(host->raised), *line = NULL;
    PyErr_Clear();
    if (type && text && PyUnicode_GetLength(text) > 0)
        line = PyUnicode_FromFormat("%U: %U", type, text);
    else if (type)
        line = Py_NewRef(type);
    host->result.bytes.len = 0;
    if (!line || tf_write_text(&host->result, line))
        host->result.bytes.len = 0;
    PyErr_Clear();
    Py_XDECREF(type);
    Py_XDECREF(text);
    Py_XDECREF(line);
}

/* Takes the exception that is set out of the interpreter, whole. */
static int take_raised(tf_host *host, int unchanged) {
    PyObject *type, *value, *trace;
    PyErr_Fetch(&type, &value, &trace);
    PyErr_NormalizeException(&type, &value, &trace);
    if (trace)
        PyException_SetTraceback(value, trace);
    Py_XDECREF(type);
    Py_XDECREF(trace);
    Py_XDECREF(host->raised);
    host->raised = value;
    host->unchanged = unchanged || !PyErr_GivenExceptionMatches(value, PyExc_Exception);
    host->number = exception_number(value);
    describe(host);
    return -1;
}

/* Calls with a reference to args, which it takes. */
static PyObject *call_with(tf_host *host, int64_t function, PyObject *args) {
    PyObject *callable = args ? PyList_GetItem(host->functions, (Py_ssize_t)function) : NULL;
    Py_XINCREF(callable); /* the list may change meanwhile */
    PyObject *result = callable ? PyObject_Call(callable, args, NULL) : NULL;
    Py_XDECREF(callable);
    Py_XDECREF(args);
    return result;
}

int tf_callback(tf_host *host, int64_t function, const char *args, size_t n) {
    PyGILState_STATE state = PyGILState_Ensure();
    host->result.bytes.len = 0;
    Py_CLEAR(host->given);
    host->given = call_with(host, function, read_args(host, args, n));
    int rc = host->given ? tf_write_value(&host->result, host->given, host->objects) : -1;
    if (rc)
        take_raised(host, 0);
    PyGILState_Release(state);
    return rc;
}

int tf_callback_print(tf_host *host, int64_t function, const char *text, size_t len) {
    PyGILState_STATE state = PyGILState_Ensure();
    PyObject *args = Py_BuildValue("(y#)", text, (Py_ssize_t)len);
    PyObject *result = call_with(host, function, args);
    int rc = result ? 0 : take_raised(host, 0);
    Py_XDECREF(result);
    PyGILState_Release(state);
    return rc;
}

int tf_callback_signals(tf_host *host) {
    PyGILState_STATE state = PyGILState_Ensure();
    int rc = PyErr_CheckSignals() ? take_raised(host, 1) : 0;
    PyGILState_Release(state);
    return rc;
}

/* Raises the call's error, if it has one. A callable's exception is its cause;
 * what is no Exception (KeyboardInterrupt, SystemExit) goes on unchanged, and
 * so does what a signal's handler raised. */
static int raise(tf_host *host, tf_call *call) {
    if (!call->error.text || !host->raised)
        return tf_raise_error(call);
    if (host->unchanged) {
        tf_error_free(&call->error);
        PyErr_SetObject((PyObject *)Py_TYPE(host->raised), host->raised);
        return -1;
    }
    PyObject *exception = tf_make_error(&call->error);
    tf_error_free(&call->error);
    if (!exception)
        return -1;
    PyException_SetCause(exception, Py_NewRef(host->raised));
    PyErr_SetObject((PyObject *)Py_TYPE(exception), exception);
    Py_DECREF(exception);
    return -1;
}

int tf_run_hosting(PyObject *self, tf_call *call, tf_function f, const tf_objects *objects) {
    if (tf_check_fork())
        return -1;
    tf_object *object = (tf_object *)self;
    tf_host host = {.owner = self, .functions = object->callback, .objects = objects};
    host.result = (tf_writer){{host.scratch, 0, sizeof host.scratch}, host.scratch};
    call->handle = object->handle;
    call->host = &host;
    call->thread = PyThread_get_thread_ident();
    Py_BEGIN_ALLOW_THREADS
    f(call);
    Py_END_ALLOW_THREADS
    call->host = NULL;
    int rc = raise(&host, call);
    Py_XDECREF(host.raised);
    Py_XDECREF(host.given);
    tf_writer_free(&host.result);
    return rc;
}
