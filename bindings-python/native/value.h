/* Plain values as bytes, for both directions of a call: a letter, and what
 * follows it, in the machine's order.
 *
 *   n            None
 *   t, f         True, False
 *   d double     a number
 *   s len text   a str as UTF-8; len is a uint64_t
 *   o handle id  an object of the engine: an int64_t, and a uint64_t that is
 *                the same for the same object; into Go without the id
 *
 * value.go is the other half. */
#ifndef TWELVEFOLD_VALUE_H
#define TWELVEFOLD_VALUE_H

#include "native.h"

/* How an engine's objects look in Python. */
typedef struct {
    /* wrap makes one that takes the handle over. */
    PyObject *(*wrap)(PyObject *owner, int64_t handle, uint64_t id);
    /* unwrap gives the handle of one, 0 of anything else. */
    int64_t (*unwrap)(PyObject *value);
} tf_objects;

/* Where values are written: into the memory of scratch as long as they fit. */
typedef struct {
    tf_bytes bytes;
    const char *scratch;
} tf_writer;

int tf_write_value(tf_writer *to, PyObject *value, const tf_objects *objects);
void tf_writer_free(tf_writer *to);
int tf_write_text(tf_writer *to, PyObject *text);

/* Reads one value, and moves on. */
PyObject *tf_read_value(const char **at, PyObject *owner, const tf_objects *objects);

#endif
