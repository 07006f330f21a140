//go:build pyext

/* Plain values made bytes and back: see value.h. */
#include "value.h"
#include <string.h>

static int append(tf_writer *to, const void *data, size_t len) {
    tf_bytes *b = &to->bytes;
    if (b->len + len > b->cap) {
        size_t cap = 2 * (b->len + len);
        int own = b->data != to->scratch;
        char *grown = own ? realloc(b->data, cap) : malloc(cap);
        if (!grown) {
            PyErr_NoMemory();
            return -1;
        }
        if (!own)
            memcpy(grown, b->data, b->len);
        b->data = grown;
        b->cap = cap;
    }
    memcpy(b->data + b->len, data, len);
    b->len += len;
    return 0;
}

void tf_writer_free(tf_writer *to) {
    if (to->bytes.data != to->scratch)
        free(to->bytes.data);
}

static int append_tagged(tf_writer *to, char tag, const void *data, size_t len) {
    return append(to, &tag, 1) || append(to, data, len) ? -1 : 0;
}

static int append_text(tf_writer *to, const char *text, Py_ssize_t len) {
    uint64_t size = (uint64_t)len;
    return append_tagged(to, 's', &size, sizeof size) || append(to, text, (size_t)len) ? -1 : 0;
}

/* Writes a str. Lone surrogates stand for the bytes that were no UTF-8 when
 * they came out. */
int tf_write_text(tf_writer *to, PyObject *value) {
    Py_ssize_t len;
    const char *text = PyUnicode_AsUTF8AndSize(value, &len);
    if (text)
        return append_text(to, text, len);
    PyErr_Clear();
    PyObject *bytes = PyUnicode_AsEncodedString(value, "utf-8", "surrogateescape");
    if (!bytes)
        return -1;
    int rc = append_text(to, PyBytes_AsString(bytes), PyBytes_Size(bytes));
    Py_DECREF(bytes);
    return rc;
}

static int write_number(tf_writer *to, PyObject *value) {
    double number = PyFloat_AsDouble(value);
    if (number == -1 && PyErr_Occurred())
        return -1;
    return append_tagged(to, 'd', &number, sizeof number);
}

int tf_write_value(tf_writer *to, PyObject *value, const tf_objects *objects) {
    if (value == Py_None)
        return append(to, "n", 1);
    if (PyBool_Check(value))
        return append(to, value == Py_True ? "t" : "f", 1);
    if (PyFloat_Check(value) || PyLong_Check(value) || PyIndex_Check(value))
        return write_number(to, value);
    if (PyUnicode_Check(value))
        return tf_write_text(to, value);
    int64_t handle = objects->unwrap(value);
    if (handle)
        return append_tagged(to, 'o', &handle, sizeof handle);
    PyObject *type = PyType_GetName(Py_TYPE(value));
    PyErr_Format(PyExc_TypeError, "a value must be None, bool, float, int, str or an object of "
                 "this interpreter, not %V", type, "that");
    Py_XDECREF(type);
    return -1;
}

/* Moves over size bytes and copies them. */
static void take(const char **at, void *into, size_t size) {
    memcpy(into, *at, size);
    *at += size;
}

static PyObject *read_text(const char **at) {
    uint64_t len;
    take(at, &len, sizeof len);
    const char *text = *at;
    *at += len;
    return PyUnicode_DecodeUTF8(text, (Py_ssize_t)len, "surrogateescape");
}

PyObject *tf_read_value(const char **at, PyObject *owner, const tf_objects *objects) {
    double number;
    int64_t handle;
    uint64_t id;
    switch (*(*at)++) {
    case 't':
        Py_RETURN_TRUE;
    case 'f':
        Py_RETURN_FALSE;
    case 'd':
        take(at, &number, sizeof number);
        return PyFloat_FromDouble(number);
    case 's':
        return read_text(at);
    case 'o':
        take(at, &handle, sizeof handle);
        take(at, &id, sizeof id);
        return objects->wrap(owner, handle, id);
    }
    Py_RETURN_NONE;
}
