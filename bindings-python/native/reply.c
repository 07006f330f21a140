//go:build pyext

/* Replies of the Redis engine made Python objects. This reads what our own
 * session has just written, whole and well-formed, so it is no second codec:
 * it only checks that it stays inside, and calls anything odd an internal
 * error. In C because one Python object per element, made from Go, would cost
 * a crossing each. */
#include "object.h"
#include "_cgo_export.h"
#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *at, *end;
    int depth;
} reader;

enum { max_depth = 128 };

static PyObject *read_value(reader *r);

static PyObject *malformed(void) {
    static const char text[] = "internalpython: the engine gave a malformed reply";
    tf_error error = {.text = (char *)text, .code_len = strlen("internal"), .len = sizeof text - 1};
    tf_raise(&error);
    return NULL;
}

/* Takes the bytes up to CRLF, or NULL. */
static const char *line(reader *r, Py_ssize_t *len) {
    const char *start = r->at;
    for (const char *p = start; p + 1 < r->end; p++) {
        if (p[0] == '\r' && p[1] == '\n') {
            *len = p - start;
            r->at = p + 2;
            return start;
        }
    }
    return NULL;
}

/* Takes a length of -1 or more; less is malformed. */
static long long length(reader *r) {
    Py_ssize_t len;
    const char *digits = line(r, &len);
    return digits && len ? strtoll(digits, NULL, 10) : -2;
}

/* skip is 4 for the "txt:" of a verbatim string. */
static PyObject *read_bulk(reader *r, Py_ssize_t skip) {
    long long n = length(r);
    if (n == -1)
        Py_RETURN_NONE;
    if (n < skip || r->end - r->at < n + 2)
        return malformed();
    PyObject *bytes = PyBytes_FromStringAndSize(r->at + skip, (Py_ssize_t)n - skip);
    r->at += n + 2;
    return bytes;
}

static PyObject *read_list(reader *r) {
    long long n = length(r);
    if (n == -1)
        Py_RETURN_NONE;
    if (n < 0 || n > r->end - r->at) /* an element takes a byte at least */
        return malformed();
    PyObject *list = PyList_New((Py_ssize_t)n);
    for (Py_ssize_t i = 0; list && i < n; i++) {
        PyObject *item = read_value(r);
        if (!item || PyList_SetItem(list, i, item))
            Py_CLEAR(list);
    }
    return list;
}

/* A RESP3 set; a list where an element can't be hashed. */
static PyObject *read_set(reader *r) {
    PyObject *list = read_list(r);
    if (!list || list == Py_None)
        return list;
    PyObject *set = PySet_New(list);
    if (!set && PyErr_ExceptionMatches(PyExc_TypeError)) {
        PyErr_Clear();
        return list;
    }
    Py_DECREF(list);
    return set;
}

static PyObject *read_dict(reader *r) {
    long long n = length(r);
    if (n < 0)
        return malformed();
    PyObject *dict = PyDict_New();
    while (dict && n-- > 0) {
        PyObject *key = read_value(r), *value = key ? read_value(r) : NULL;
        if (!value || PyDict_SetItem(dict, key, value))
            Py_CLEAR(dict);
        Py_XDECREF(key);
        Py_XDECREF(value);
    }
    return dict;
}

/* An error inside another reply (of EXEC) is given, not raised. */
static PyObject *read_error(const char *text, Py_ssize_t len) {
    tf_call call = {.key = {text, (size_t)len}};
    tf_reply_error(&call);
    PyObject *exception = tf_make_error(&call.error);
    free(call.error.text);
    return exception;
}

static PyObject *of_double(const char *text, Py_ssize_t len) {
    PyObject *digits = PyUnicode_FromStringAndSize(text, len);
    PyObject *number = digits ? PyFloat_FromString(digits) : NULL;
    Py_XDECREF(digits);
    return number;
}

static PyObject *of_big_number(const char *text, Py_ssize_t len) {
    PyObject *digits = PyUnicode_FromStringAndSize(text, len);
    PyObject *number = digits ? PyNumber_Long(digits) : NULL;
    Py_XDECREF(digits);
    return number;
}

/* The kinds that are one line. */
static PyObject *read_line(reader *r, char kind) {
    Py_ssize_t len;
    const char *text = line(r, &len);
    if (!text)
        return malformed();
    switch (kind) {
    case '+':
        return PyUnicode_DecodeUTF8(text, len, "backslashreplace");
    case '-':
        return read_error(text, len);
    case ':':
        return PyLong_FromLongLong(strtoll(text, NULL, 10));
    case '_':
        Py_RETURN_NONE;
    case '#':
        return PyBool_FromLong(text[0] == 't');
    case ',':
        return of_double(text, len);
    case '(':
        return of_big_number(text, len);
    }
    return malformed();
}

static PyObject *read_value(reader *r) {
    if (r->at >= r->end || r->depth >= max_depth)
        return malformed();
    char kind = *r->at++;
    r->depth++;
    PyObject *value;
    switch (kind) {
    case '$':
        value = read_bulk(r, 0);
        break;
    case '=':
        value = read_bulk(r, 4);
        break;
    case '*':
    case '>':
        value = read_list(r);
        break;
    case '~':
        value = read_set(r);
        break;
    case '%':
        value = read_dict(r);
        break;
    default:
        value = read_line(r, kind);
    }
    r->depth--;
    return value;
}

PyObject *tf_reply(const char *data, size_t len) {
    reader r = {.at = data, .end = data + len};
    return read_value(&r);
}
