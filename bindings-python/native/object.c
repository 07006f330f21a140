//go:build pyext

/* The life of an object that owns a handle. */
#include "object.h"
#include "_cgo_export.h"
#include <stdlib.h>

PyObject *tf_object_alloc(PyTypeObject *type, const tf_engine *engine) {
    allocfunc alloc = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
    PyObject *self = alloc(type, 0);
    if (self)
        ((tf_object *)self)->engine = engine;
    return self;
}

/* __new__ of a type that is no engine with keys and values. */
PyObject *tf_object_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    (void)args;
    (void)kwargs;
    return tf_object_alloc(type, NULL);
}

static void free_handle(tf_object *object) {
    if (!object->handle || tf_forked)
        return;
    tf_call call = {.handle = object->handle};
    object->handle = 0;
    /* Closing may wait for a disk. */
    Py_BEGIN_ALLOW_THREADS
    tf_free(&call);
    Py_END_ALLOW_THREADS
    free(call.error.text); /* nobody is left to be told */
}

/* __init__(handle, callback=None): takes over the handle. */
int tf_object_init(PyObject *self, PyObject *args, PyObject *kwargs) {
    static char *names[] = {"handle", "callback", NULL};
    long long handle;
    PyObject *callback = Py_None;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "L|O", names, &handle, &callback))
        return -1;
    tf_object *object = (tf_object *)self;
    if (object->handle) {
        PyErr_SetString(PyExc_RuntimeError, "__init__ may be called only once");
        return -1;
    }
    object->handle = handle;
    if (callback != Py_None) {
        Py_INCREF(callback);
        object->callback = callback;
    }
    return 0;
}

int tf_object_traverse(PyObject *self, visitproc visit, void *arg) {
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((tf_object *)self)->callback);
    return 0;
}

int tf_object_clear(PyObject *self) {
    Py_CLEAR(((tf_object *)self)->callback);
    return 0;
}

void tf_object_dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    free_handle((tf_object *)self);
    tf_object_clear(self);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(self);
    Py_DECREF(type);
}

static PyObject *object_handle(PyObject *self, void *unused) {
    (void)unused;
    return PyLong_FromLongLong(((tf_object *)self)->handle);
}

/* Not for users: the underscore keeps it out of the classes derived. */
PyGetSetDef tf_object_properties[] = {{"_handle", object_handle, NULL, NULL, NULL}, {NULL}};

/* An owner of a handle and nothing else: a store, a clock. */
static PyGetSetDef owner_properties[] = {{"handle", object_handle, NULL, NULL, NULL}, {NULL}};

static PyType_Slot slots[] = {
    TF_LIFE_SLOTS(tf_object_new),
    {Py_tp_getset, owner_properties},
    {0, NULL},
};

PyType_Spec tf_owner_spec = {
    "twelvefold._ext.Owner", sizeof(tf_object), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, slots,
};
