//go:build pyext

/* Lists that Go gave in one piece, made Python objects: see lists.go. */
#include "object.h"
#include <string.h>

/* Reads the next item as bytes and moves on. */
static PyObject *next_item(const char **at) {
    uint32_t len;
    memcpy(&len, *at, sizeof len);
    PyObject *item = PyBytes_FromStringAndSize(*at + sizeof len, len);
    *at += sizeof len + len;
    return item;
}

PyObject *tf_list(const tf_bytes *items, Py_ssize_t count) {
    PyObject *list = PyList_New(count);
    const char *at = items->data;
    for (Py_ssize_t i = 0; list && i < count; i++) {
        PyObject *item = next_item(&at);
        if (!item || PyList_SetItem(list, i, item))
            Py_CLEAR(list);
    }
    return list;
}

/* The reason is a str, key and value are bytes. */
static int tell_one(PyObject *callback, const char **at) {
    PyObject *key = next_item(at), *value = next_item(at), *name = next_item(at);
    PyObject *reason = NULL, *result = NULL;
    if (key && value && name)
        reason = PyUnicode_FromEncodedObject(name, "ascii", NULL);
    if (reason)
        result = PyObject_CallFunctionObjArgs(callback, key, value, reason, NULL);
    Py_XDECREF(key);
    Py_XDECREF(value);
    Py_XDECREF(name);
    Py_XDECREF(reason);
    Py_XDECREF(result);
    return result ? 0 : -1;
}

/* Calls callback(key, value, reason) for each. All are told, even where one
 * call raises; the first exception stays, the others go to
 * sys.unraisablehook. */
int tf_tell_evictions(PyObject *callback, const tf_bytes *gone) {
    const char *at = gone->data, *end = gone->data + gone->len;
    PyObject *type = NULL, *value = NULL, *trace = NULL;
    Py_INCREF(callback);
    while (at < end) {
        if (tell_one(callback, &at) == 0)
            continue;
        if (type)
            PyErr_WriteUnraisable(callback);
        else
            PyErr_Fetch(&type, &value, &trace);
    }
    Py_DECREF(callback);
    if (!type)
        return 0;
    PyErr_Restore(type, value, trace);
    return -1;
}
