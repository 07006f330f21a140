//go:build pyext

/* The type of a cache. */
#include "mapping.h"
#include "_cgo_export.h"

/* A cache's calls are short and wait for nothing but each other: they keep the
 * GIL. No holder of the cache's lock ever waits for the GIL. */
static const tf_engine engine = {
    .get = tf_lru_get, .peek = tf_lru_peek, .put = tf_lru_put, .del = tf_lru_delete,
    .has = tf_lru_has, .len = tf_lru_len, .keys = tf_lru_keys, .has_ttl = 1,
};

static PyObject *lru_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    (void)args;
    (void)kwargs;
    return tf_object_alloc(type, &engine);
}

/* Tells the callback of entries that left outside of this type's methods. */
static PyObject *lru_settle(PyObject *self, PyObject *unused) {
    (void)unused;
    tf_call call = {0};
    int rc = tf_run(self, &call, tf_lru_settle, TF_KEEP_GIL);
    tf_done(&call, NULL);
    if (rc)
        return NULL;
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"get", TF_METHOD(tf_mapping_get), METH_FASTCALL,
     "get($self, key, default=None, /)\n--\n\n"
     "The value under key, which becomes the most recent entry; default where there is none."},
    {"peek", TF_METHOD(tf_mapping_peek), METH_FASTCALL,
     "peek($self, key, default=None, /)\n--\n\nget() that leaves order and counters alone."},
    {"put", TF_METHOD(tf_mapping_put), METH_FASTCALL | METH_KEYWORDS,
     "put($self, key, value, /, *, ttl=None)\n--\n\n"
     "Store value under key. ttl is in seconds: None is the cache's own, 0 is for ever."},
    {"delete", tf_mapping_delete, METH_O,
     "delete($self, key, /)\n--\n\nRemove key and tell whether it was there."},
    {"keys", TF_METHOD(tf_mapping_keys), METH_FASTCALL,
     "keys($self, /)\n--\n\nThe keys, the most recent first."},
    {"_settle", lru_settle, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {
    TF_OBJECT_SLOTS(lru_new, methods),
    TF_MAPPING_SLOTS,
    {0, NULL},
};

PyType_Spec tf_lru_spec = {
    "twelvefold._ext.LRU", sizeof(tf_object), 0,
    Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC, slots,
};
