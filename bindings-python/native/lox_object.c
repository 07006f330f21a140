//go:build pyext

/* The type of what a Lox program made and Python holds: functions, classes,
 * bound methods, instances. Its attributes are the program's. */
#include "lox.h"
#include "_cgo_export.h"

typedef struct {
    tf_object base; /* callback is the interpreter */
    uint64_t id;    /* the same for the same object of the program */
} lox_object;

static PyTypeObject *object_type; /* set with the module, and kept for good */

static PyObject *wrap(PyObject *interp, int64_t handle, uint64_t id) {
    PyObject *self = tf_object_alloc(object_type, NULL);
    if (!self) {
        tf_call call = {.handle = handle};
        tf_free(&call);
        return NULL;
    }
    lox_object *object = (lox_object *)self;
    object->base.handle = handle;
    object->base.callback = Py_NewRef(interp);
    object->id = id;
    return self;
}

static int64_t unwrap(PyObject *value) {
    return Py_TYPE(value) == object_type ? ((lox_object *)value)->base.handle : 0;
}

const tf_objects tf_lox_objects = {wrap, unwrap};

static PyObject *object_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    (void)type;
    (void)args;
    (void)kwargs;
    return PyErr_Format(PyExc_TypeError, "only a Lox program makes these");
}

static PyObject *object_call(PyObject *self, PyObject *args, PyObject *kwargs) {
    if (kwargs && PyDict_Size(kwargs))
        return PyErr_Format(PyExc_TypeError, "Lox has no keyword arguments");
    lox_object *object = (lox_object *)self;
    return tf_lox_invoke(object->base.callback, object->base.handle, args);
}

/* Names such as __class__ are Python's own. */
static int is_dunder(PyObject *name) {
    Py_ssize_t len;
    const char *text = PyUnicode_AsUTF8AndSize(name, &len);
    if (!text)
        PyErr_Clear();
    return !text || (len > 4 && text[0] == '_' && text[1] == '_' && text[len - 1] == '_' &&
                     text[len - 2] == '_');
}

static PyObject *object_getattr(PyObject *self, PyObject *name) {
    char scratch[tf_lox_scratch];
    tf_arg arg;
    if (is_dunder(name))
        return PyObject_GenericGetAttr(self, name);
    if (tf_arg_bytes(name, &arg, "name"))
        return NULL;
    lox_object *object = (lox_object *)self;
    tf_call call = {.key = arg.view, .number = object->base.handle,
                    .out = {.data = scratch, .cap = sizeof scratch}};
    int rc = tf_run(object->base.callback, &call, tf_lox_property, TF_RELEASE_GIL);
    if (!rc && !call.number) {
        PyErr_SetObject(PyExc_AttributeError, name);
        rc = -1;
    }
    return tf_lox_result(object->base.callback, &call, rc, scratch);
}

static int object_setattr(PyObject *self, PyObject *name, PyObject *value) {
    char written[tf_lox_scratch];
    tf_writer to = {{written, 0, sizeof written}, written};
    lox_object *object = (lox_object *)self;
    tf_arg arg;
    if (!value || is_dunder(name))
        return PyObject_GenericSetAttr(self, name, value);
    if (tf_arg_bytes(name, &arg, "name"))
        return -1;
    int rc = tf_write_value(&to, value, &tf_lox_objects);
    if (!rc) {
        tf_call call = {.key = arg.view, .value = {to.bytes.data, to.bytes.len},
                        .number = object->base.handle};
        rc = tf_run(object->base.callback, &call, tf_lox_set_property, TF_RELEASE_GIL);
        if (!rc && !call.number) {
            PyErr_SetObject(PyExc_AttributeError, name);
            rc = -1;
        }
    }
    tf_writer_free(&to);
    tf_arg_release(&arg);
    return rc;
}

static PyObject *object_repr(PyObject *self) {
    char scratch[tf_lox_scratch];
    lox_object *object = (lox_object *)self;
    tf_call call = {.number = object->base.handle,
                    .out = {.data = scratch, .cap = sizeof scratch}};
    PyObject *text = NULL;
    if (tf_run(object->base.callback, &call, tf_lox_text, TF_KEEP_GIL) == 0)
        text = PyUnicode_DecodeUTF8(call.out.data, (Py_ssize_t)call.out.len, "surrogateescape");
    tf_done(&call, scratch);
    return text;
}

static PyObject *object_compare(PyObject *self, PyObject *other, int op) {
    if ((op != Py_EQ && op != Py_NE) || Py_TYPE(other) != object_type)
        Py_RETURN_NOTIMPLEMENTED;
    int same = ((lox_object *)self)->id == ((lox_object *)other)->id;
    return PyBool_FromLong(same == (op == Py_EQ));
}

/* An address: its lowest bits say little. */
static Py_hash_t object_hash(PyObject *self) {
    return (Py_hash_t)(((lox_object *)self)->id >> 4);
}

static PyObject *object_reduce(PyObject *self, PyObject *unused) {
    (void)self;
    (void)unused;
    return PyErr_Format(PyExc_TypeError, "an object of a Lox program can't be pickled or copied");
}

static PyMethodDef methods[] = {
    {"__reduce__", object_reduce, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {
    TF_LIFE_SLOTS(object_new),
    {Py_tp_call, object_call},
    {Py_tp_getattro, object_getattr},
    {Py_tp_setattro, object_setattr},
    {Py_tp_repr, object_repr},
    {Py_tp_richcompare, object_compare},
    {Py_tp_hash, object_hash},
    {Py_tp_methods, methods},
    {0, NULL},
};

static PyType_Spec spec = {
    "twelvefold._ext.LoxObject", sizeof(lox_object), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    slots,
};

int tf_lox_add_object_type(PyObject *module) {
    PyObject *type = PyType_FromModuleAndSpec(module, &spec, NULL);
    int rc = type ? PyModule_AddType(module, (PyTypeObject *)type) : -1;
    if (rc)
        Py_XDECREF(type);
    else
        object_type = (PyTypeObject *)type; /* for good: objects may outlive the module */
    return rc;
}
