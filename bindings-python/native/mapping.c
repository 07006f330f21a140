//go:build pyext

/* The methods that a cache and a store have in common: keys and values, like
 * a dict. The engine's exports come from the object's tf_engine. */
#include "mapping.h"
#include "_cgo_export.h"
#include <math.h>
#include <string.h>

enum { scratch_size = 4096 }; /* values up to this need no malloc */

#define ENGINE(self) (((tf_object *)(self))->engine)

static int call_engine(PyObject *self, tf_call *call, tf_function f) {
    return tf_run(self, call, f, ENGINE(self)->release ? TF_RELEASE_GIL : TF_KEEP_GIL);
}

/* A call about one key that gives no bytes: has, delete. The result is in
 * call->number. */
static int about_key(PyObject *self, PyObject *key, tf_call *call, tf_function f) {
    tf_arg arg;
    if (tf_arg_bytes(key, &arg, "key"))
        return -1;
    call->key = arg.view;
    int rc = call_engine(self, call, f);
    tf_done(call, NULL);
    tf_arg_release(&arg);
    return rc;
}

/* Gives the value, NULL with an exception, or NULL without one for a miss. */
static PyObject *look_up(PyObject *self, PyObject *key, tf_function f) {
    char scratch[scratch_size];
    tf_call call = {.out = {.data = scratch, .cap = sizeof scratch}};
    tf_arg arg;
    if (tf_arg_bytes(key, &arg, "key"))
        return NULL;
    call.key = arg.view;
    PyObject *value = NULL;
    if (call_engine(self, &call, f) == 0 && call.number)
        value = PyBytes_FromStringAndSize(call.out.data, (Py_ssize_t)call.out.len);
    tf_done(&call, scratch);
    tf_arg_release(&arg);
    return value;
}

static PyObject *get_or_default(PyObject *self, PyObject *const *args, Py_ssize_t n,
                                const char *name, tf_function f) {
    if (n < 1 || n > 2)
        return PyErr_Format(PyExc_TypeError, "%s() takes a key and a default", name);
    PyObject *value = look_up(self, args[0], f);
    if (value || PyErr_Occurred())
        return value;
    PyObject *fallback = n == 2 ? args[1] : Py_None;
    Py_INCREF(fallback);
    return fallback;
}

PyObject *tf_mapping_get(PyObject *self, PyObject *const *args, Py_ssize_t n) {
    return get_or_default(self, args, n, "get", ENGINE(self)->get);
}

PyObject *tf_mapping_peek(PyObject *self, PyObject *const *args, Py_ssize_t n) {
    return get_or_default(self, args, n, "peek", ENGINE(self)->peek);
}

/* Raises NotFoundError, a KeyError. */
static void raise_missing(PyObject *key) {
    PyObject *joined = PyUnicode_FromFormat("not_foundkey not found: %R", key);
    Py_ssize_t len;
    const char *text = joined ? PyUnicode_AsUTF8AndSize(joined, &len) : NULL;
    if (text) {
        tf_error error = {.text = (char *)text, .code_len = strlen("not_found"), .len = (size_t)len};
        tf_raise(&error);
    }
    Py_XDECREF(joined);
}

/* self[key]: a miss is the error that the engine has for it. */
PyObject *tf_mapping_subscript(PyObject *self, PyObject *key) {
    PyObject *value = look_up(self, key, ENGINE(self)->get);
    if (!value && !PyErr_Occurred())
        raise_missing(key);
    return value;
}

/* ttl is in milliseconds, below zero for the engine's own. */
static int store(PyObject *self, PyObject *key, PyObject *value, int64_t ttl) {
    tf_arg k, v;
    if (tf_arg_bytes(key, &k, "key"))
        return -1;
    if (tf_arg_bytes(value, &v, "value")) {
        tf_arg_release(&k);
        return -1;
    }
    tf_call call = {.key = k.view, .value = v.view, .number = ttl};
    int rc = call_engine(self, &call, ENGINE(self)->put);
    tf_done(&call, NULL);
    tf_arg_release(&k);
    tf_arg_release(&v);
    return rc;
}

/* Seconds to whole milliseconds, at least one where any were given. */
static int milliseconds_of(PyObject *seconds, int64_t *ms) {
    *ms = TF_NO_TTL;
    if (seconds == Py_None)
        return 0;
    double s = PyFloat_AsDouble(seconds);
    if (s == -1 && PyErr_Occurred())
        return -1;
    if (isnan(s) || s > 9e12 || s < -9e12) {
        PyErr_SetString(PyExc_OverflowError, "ttl is out of range");
        return -1;
    }
    *ms = s > 0 ? (int64_t)ceil(s * 1000) : (int64_t)floor(s * 1000);
    return 0;
}

PyObject *tf_mapping_put(PyObject *self, PyObject *const *args, Py_ssize_t n, PyObject *names) {
    Py_ssize_t named = names ? PyTuple_Size(names) : 0;
    int has_ttl = ENGINE(self)->has_ttl;
    PyObject *ttl = Py_None;
    if (has_ttl && named == 1 && PyUnicode_CompareWithASCIIString(PyTuple_GetItem(names, 0), "ttl") == 0)
        ttl = args[n];
    else if (named)
        return PyErr_Format(PyExc_TypeError, "put() got an unexpected keyword argument");
    if (n != 2)
        return PyErr_Format(PyExc_TypeError, "put() takes a key and a value");
    int64_t ms;
    if (milliseconds_of(ttl, &ms) || store(self, args[0], args[1], ms))
        return NULL;
    Py_RETURN_NONE;
}

/* self[key] = value, del self[key]. */
int tf_mapping_assign(PyObject *self, PyObject *key, PyObject *value) {
    if (value)
        return store(self, key, value, TF_NO_TTL);
    tf_call call = {0};
    if (about_key(self, key, &call, ENGINE(self)->del))
        return -1;
    if (call.number)
        return 0;
    raise_missing(key);
    return -1;
}

PyObject *tf_mapping_delete(PyObject *self, PyObject *key) {
    tf_call call = {0};
    if (about_key(self, key, &call, ENGINE(self)->del))
        return NULL;
    return PyBool_FromLong(call.number != 0);
}

int tf_mapping_contains(PyObject *self, PyObject *key) {
    tf_call call = {0};
    if (about_key(self, key, &call, ENGINE(self)->has))
        return -1;
    return call.number != 0;
}

Py_ssize_t tf_mapping_len(PyObject *self) {
    tf_call call = {0};
    int rc = call_engine(self, &call, ENGINE(self)->len);
    tf_done(&call, NULL);
    return rc ? -1 : (Py_ssize_t)call.number;
}

/* keys(prefix=b""): a list, as of now. An engine may know no prefix: the
 * Python class does not offer it then. */
PyObject *tf_mapping_keys(PyObject *self, PyObject *const *args, Py_ssize_t n) {
    if (n > 1)
        return PyErr_Format(PyExc_TypeError, "keys() takes at most a prefix");
    tf_arg arg = {0};
    if (n == 1 && tf_arg_bytes(args[0], &arg, "prefix"))
        return NULL;
    tf_call call = {.key = arg.view};
    /* A long list takes a while: never keep the GIL for it. */
    PyObject *list = NULL;
    if (tf_run(self, &call, ENGINE(self)->keys, TF_RELEASE_GIL) == 0)
        list = tf_list(&call.out, (Py_ssize_t)call.number);
    tf_done(&call, NULL);
    tf_arg_release(&arg);
    return list;
}
