/* Methods of mapping.c, for the types that have them. */
#ifndef TWELVEFOLD_MAPPING_H
#define TWELVEFOLD_MAPPING_H

#include "object.h"

/* tf_call.number of a put without a time to live; noTTL in results.go. */
#define TF_NO_TTL INT64_MIN

PyObject *tf_mapping_get(PyObject *self, PyObject *const *args, Py_ssize_t n);
PyObject *tf_mapping_peek(PyObject *self, PyObject *const *args, Py_ssize_t n);
PyObject *tf_mapping_put(PyObject *self, PyObject *const *args, Py_ssize_t n, PyObject *names);
PyObject *tf_mapping_delete(PyObject *self, PyObject *key);
PyObject *tf_mapping_keys(PyObject *self, PyObject *const *args, Py_ssize_t n);
PyObject *tf_mapping_subscript(PyObject *self, PyObject *key);
int tf_mapping_assign(PyObject *self, PyObject *key, PyObject *value);
int tf_mapping_contains(PyObject *self, PyObject *key);
Py_ssize_t tf_mapping_len(PyObject *self);

/* The slots of len(), [] and in, after TF_OBJECT_SLOTS. */
#define TF_MAPPING_SLOTS \
    {Py_mp_length, tf_mapping_len}, \
    {Py_mp_subscript, tf_mapping_subscript}, \
    {Py_mp_ass_subscript, tf_mapping_assign}, \
    {Py_sq_contains, tf_mapping_contains}

/* A method that takes a vector of arguments, in PyMethodDef's type. */
#define TF_METHOD(f) ((PyCFunction)(void (*)(void))(f))

#endif
