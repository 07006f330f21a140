//go:build pyext

/* The module twelvefold._ext: types, and what the package tells it. */
#include "object.h"
#include "_cgo_export.h"

/* configure(make_error): twelvefold._errors gives what makes exceptions. */
static PyObject *configure(PyObject *module, PyObject *factory) {
    (void)module;
    PyObject *before = tf_error_factory;
    Py_INCREF(factory);
    tf_error_factory = factory;
    Py_XDECREF(before);
    Py_RETURN_NONE;
}

/* Called by os.register_at_fork in the child. */
static PyObject *mark_forked(PyObject *module, PyObject *unused) {
    (void)module;
    (void)unused;
    tf_forked = 1;
    Py_RETURN_NONE;
}

/* check_fork(): for the calls that go through gopy's module. */
static PyObject *check_fork(PyObject *module, PyObject *unused) {
    (void)module;
    (void)unused;
    if (tf_check_fork())
        return NULL;
    Py_RETURN_NONE;
}

static PyMethodDef functions[] = {
    {"configure", configure, METH_O, NULL},
    {"mark_forked", mark_forked, METH_NOARGS, NULL},
    {"check_fork", check_fork, METH_NOARGS, NULL},
    {"quant", tf_module_quant, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static int add_type(PyObject *module, PyType_Spec *spec) {
    PyObject *type = PyType_FromModuleAndSpec(module, spec, NULL);
    int rc = type ? PyModule_AddType(module, (PyTypeObject *)type) : -1;
    Py_XDECREF(type);
    return rc;
}

static int exec_module(PyObject *module) {
    /* One Go runtime, one set of exceptions: not for a second interpreter. */
    if (PyInterpreterState_GetID(PyInterpreterState_Get()) != 0) {
        PyErr_SetString(PyExc_ImportError, "twelvefold can be imported in the main interpreter only");
        return -1;
    }
    PyType_Spec *types[] = {&tf_lru_spec, &tf_bitcask_spec, &tf_session_spec, &tf_amqp_spec,
                            &tf_lox_spec, &tf_owner_spec};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (add_type(module, types[i]))
            return -1;
    return tf_lox_add_object_type(module);
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, exec_module}, {0, NULL}};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, .m_name = "_ext", .m_methods = functions, .m_slots = slots,
};

PyMODINIT_FUNC PyInit__ext(void) { return PyModuleDef_Init(&definition); }
