/* What the C files of the extension share among themselves. */
#ifndef TWELVEFOLD_OBJECT_H
#define TWELVEFOLD_OBJECT_H

#include "native.h"

/* The exports of an engine with keys and values. put takes a time to live in
 * number where has_ttl; release says that its calls may wait for a disk. */
typedef struct {
    tf_function get, peek, put, del, has, len, keys;
    int has_ttl;
    int release;
} tf_engine;

/* Every Python object of this extension: it owns one handle. */
typedef struct {
    PyObject_HEAD
    int64_t handle;          /* 0 until __init__ */
    const tf_engine *engine; /* NULL in a session */
    PyObject *callback;      /* on_evict, or NULL */
} tf_object;

/* Says whether to give up the GIL for a call: giving it up costs some 40 ns,
 * keeping it makes every other thread wait. */
enum tf_gil { TF_KEEP_GIL, TF_RELEASE_GIL };

/* call.c */
int tf_check_fork(void);
int tf_run(PyObject *self, tf_call *call, tf_function f, enum tf_gil gil);
int tf_run_long(tf_call *call, tf_function f);
void tf_done(tf_call *call, const char *scratch);
PyObject *tf_make_error(const tf_error *error);
void tf_raise(const tf_error *error);
int tf_raise_error(tf_call *call);
void tf_error_free(tf_error *error);
extern PyObject *tf_error_factory;
extern int tf_forked;

/* args.c: one argument made bytes. */
typedef struct {
    tf_view view;
    Py_buffer buffer; /* held while buffer.obj is set */
    PyObject *owned;  /* the text of a number, or NULL */
} tf_arg;
int tf_arg_bytes(PyObject *value, tf_arg *arg, const char *what);
int tf_arg_redis(PyObject *value, tf_arg *arg);
void tf_arg_release(tf_arg *arg);

/* lists.c */
PyObject *tf_list(const tf_bytes *items, Py_ssize_t count);
int tf_tell_evictions(PyObject *callback, const tf_bytes *gone);

/* quant.c */
PyObject *tf_module_quant(PyObject *module, PyObject *args);

/* reply.c */
PyObject *tf_reply(const char *data, size_t len);

/* object.c */
int tf_object_init(PyObject *self, PyObject *args, PyObject *kwargs);
void tf_object_dealloc(PyObject *self);
int tf_object_traverse(PyObject *self, visitproc visit, void *arg);
int tf_object_clear(PyObject *self);
PyObject *tf_object_alloc(PyTypeObject *type, const tf_engine *engine);
PyObject *tf_object_new(PyTypeObject *type, PyObject *args, PyObject *kwargs);
extern PyGetSetDef tf_object_properties[]; /* _handle */

/* The slots of a type's life: making, collecting, freeing the handle. */
#define TF_LIFE_SLOTS(new) \
    {Py_tp_new, new}, \
    {Py_tp_init, tf_object_init}, \
    {Py_tp_dealloc, tf_object_dealloc}, \
    {Py_tp_traverse, tf_object_traverse}, \
    {Py_tp_clear, tf_object_clear}

/* The slots of a type that the Python package derives a class from; those of
 * mapping.h may follow, and {0, NULL} must. */
#define TF_OBJECT_SLOTS(new, methods) \
    TF_LIFE_SLOTS(new), \
    {Py_tp_methods, methods}, \
    {Py_tp_getset, tf_object_properties}

/* The types, one file each. */
extern PyType_Spec tf_lru_spec, tf_bitcask_spec, tf_session_spec, tf_amqp_spec, tf_lox_spec,
    tf_owner_spec;

/* lox_object.c: a type that the C code itself makes objects of. */
int tf_lox_add_object_type(PyObject *module);

#endif
