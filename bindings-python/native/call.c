//go:build pyext

/* One call into Go: the fork guard, the GIL, and errors made exceptions. */
#include "object.h"
#include "_cgo_export.h"
#include <stdlib.h>

int tf_forked;              /* this process is a fork of the one that imported */
PyObject *tf_error_factory; /* twelvefold.errors.make(code, text, redis, reply, detail) */

/* The Go runtime's threads do not come along into a forked child: any call
 * there could wait for ever. */
int tf_check_fork(void) {
    if (!tf_forked)
        return 0;
    static const char text[] =
        "forkedpython: twelvefold was imported before this process was forked and can't be used "
        "in it; use multiprocessing's 'spawn' or 'forkserver', or import after the fork";
    tf_error error = {.text = (char *)text, .code_len = 6, .len = sizeof text - 1};
    tf_raise(&error);
    return -1;
}

/* Gives the exception for an error; NULL, with another exception set, where
 * that failed. */
PyObject *tf_make_error(const tf_error *error) {
    size_t code_len = error->code_len;
    PyObject *code = PyUnicode_DecodeUTF8(error->text, (Py_ssize_t)code_len, NULL);
    PyObject *text = PyUnicode_DecodeUTF8(error->text + code_len,
                                          (Py_ssize_t)(error->len - code_len), "backslashreplace");
    PyObject *made = NULL;
    if (code && text && tf_error_factory)
        made = PyObject_CallFunction(tf_error_factory, "OOiiy#", code, text, error->redis,
                                     error->reply, error->detail.data,
                                     (Py_ssize_t)error->detail.len);
    else if (code && text)
        PyErr_SetObject(PyExc_RuntimeError, text);
    Py_XDECREF(code);
    Py_XDECREF(text);
    return made;
}

void tf_raise(const tf_error *error) {
    PyObject *exception = tf_make_error(error);
    if (exception)
        PyErr_SetObject((PyObject *)Py_TYPE(exception), exception);
    Py_XDECREF(exception);
}

void tf_error_free(tf_error *error) {
    free(error->text);
    free((char *)error->detail.data);
    *error = (tf_error){0};
}

/* Raises the call's error, if it has one. */
int tf_raise_error(tf_call *call) {
    if (!call->error.text)
        return 0;
    tf_raise(&call->error);
    tf_error_free(&call->error);
    return -1;
}

/* Calls f, then tells of the evictions that the call brought, then raises the
 * call's error. An exception of the callback is the result where the call
 * itself went well: what the call did stands. */
int tf_run(PyObject *self, tf_call *call, tf_function f, enum tf_gil gil) {
    if (tf_check_fork())
        return -1;
    tf_object *object = (tf_object *)self;
    call->handle = object->handle;
    if (gil == TF_RELEASE_GIL) {
        Py_BEGIN_ALLOW_THREADS
        f(call);
        Py_END_ALLOW_THREADS
    } else {
        f(call);
    }
    if (call->gone.len && object->callback && tf_tell_evictions(object->callback, &call->gone)) {
        if (!call->error.text)
            return -1;
        PyErr_WriteUnraisable(object->callback);
    }
    return tf_raise_error(call);
}

/* Calls f, which does its work at once or starts a job; waits for a job's end
 * without the GIL. A signal whose handler raises (Ctrl-C) cancels the job. One
 * that works on the caller's memory is then waited for all the same, which is
 * short; any other may come to its end alone. */
int tf_run_long(tf_call *call, tf_function f) {
    if (tf_check_fork())
        return -1;
    int interrupted = 0, running;
    Py_BEGIN_ALLOW_THREADS
    f(call);
    running = call->job && tf_job_wait(call);
    Py_END_ALLOW_THREADS
    while (running) {
        if (!interrupted && PyErr_CheckSignals()) {
            interrupted = 1;
            if (!tf_job_cancel(call))
                return -1;
        }
        Py_BEGIN_ALLOW_THREADS
        running = tf_job_wait(call);
        Py_END_ALLOW_THREADS
    }
    if (!interrupted)
        return tf_raise_error(call);
    tf_error_free(&call->error); /* only says that it was cancelled */
    return -1;
}

/* Frees what Go gave; scratch is what the caller had lent for it. */
void tf_done(tf_call *call, const char *scratch) {
    if (call->out.data != scratch)
        free(call->out.data);
    free(call->gone.data);
    free(call->content.data);
}
