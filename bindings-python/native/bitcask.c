//go:build pyext

/* The type of a Bitcask store. */
#include "mapping.h"
#include "_cgo_export.h"

/* Every call may wait for the disk: none keeps the GIL. */
static const tf_engine engine = {
    .get = tf_bitcask_get, .put = tf_bitcask_put, .del = tf_bitcask_delete,
    .has = tf_bitcask_has, .len = tf_bitcask_len, .keys = tf_bitcask_keys, .release = 1,
};

static PyObject *bitcask_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    (void)args;
    (void)kwargs;
    return tf_object_alloc(type, &engine);
}

static PyObject *bitcask_sync(PyObject *self, PyObject *unused) {
    (void)unused;
    tf_call call = {0};
    if (tf_run(self, &call, tf_bitcask_sync, TF_RELEASE_GIL))
        return NULL;
    Py_RETURN_NONE;
}

static PyObject *bitcask_merge(PyObject *self, PyObject *unused) {
    (void)unused;
    tf_call call = {.handle = ((tf_object *)self)->handle};
    if (tf_run_long(&call, tf_bitcask_merge))
        return NULL;
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"get", TF_METHOD(tf_mapping_get), METH_FASTCALL,
     "get($self, key, default=None, /)\n--\n\nThe value of key, default where there is none."},
    {"put", TF_METHOD(tf_mapping_put), METH_FASTCALL | METH_KEYWORDS,
     "put($self, key, value, /)\n--\n\nStore value under key."},
    {"delete", tf_mapping_delete, METH_O,
     "delete($self, key, /)\n--\n\nRemove key and tell whether it was there."},
    {"keys", TF_METHOD(tf_mapping_keys), METH_FASTCALL,
     "keys($self, prefix=b'', /)\n--\n\nThe keys that begin with prefix, sorted by their bytes."},
    {"sync", bitcask_sync, METH_NOARGS,
     "sync($self, /)\n--\n\nReturn once all writes so far are on the disk."},
    {"merge", bitcask_merge, METH_NOARGS,
     "merge($self, /)\n--\n\n"
     "Rewrite the data files without what no longer counts. Ctrl-C ends the wait; the merge goes on."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {
    TF_OBJECT_SLOTS(bitcask_new, methods),
    TF_MAPPING_SLOTS,
    {0, NULL},
};

PyType_Spec tf_bitcask_spec = {
    "twelvefold._ext.Bitcask", sizeof(tf_object), 0,
    Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC, slots,
};
