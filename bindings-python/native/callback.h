/* Go calls Python: the one place where it does.
 *
 * A call into Go made with tf_run_hosting may call back while it goes on, in
 * the thread that made it. Python's objects stay on this side: Go knows a
 * callable by its place in a list, and an exception waits in the tf_host until
 * the call is over. So Python's collector sees every reference, and Go keeps
 * none. No lock of ours may be held over a call back: the callable may wait
 * for a thread that wants it.
 *
 * callback.go is Go's half. */
#ifndef TWELVEFOLD_CALLBACK_H
#define TWELVEFOLD_CALLBACK_H

#include "value.h"

/* What a call into Go may call back; it lies on the C stack of the call. */
typedef struct tf_host {
    PyObject *owner;      /* of the call; it is kept alive by who made it */
    PyObject *functions;  /* its list of callables */
    const tf_objects *objects;
    PyObject *raised;     /* the exception that ended the call, or NULL */
    int unchanged;        /* raised is no callable's: the caller gets it as it is */
    int64_t number;       /* what Go knows raised by, or 0 */
    tf_writer result;     /* what the callable gave, or a text for raised */
    PyObject *given;      /* what result was written of: its handle is Go's to read */
    char scratch[256];
} tf_host;

/* For Go: each takes the GIL, and gives 0, or -1 where host->raised is set. */
int tf_callback(tf_host *host, int64_t function, const char *args, size_t nargs);
int tf_callback_print(tf_host *host, int64_t function, const char *text, size_t len);
int tf_callback_signals(tf_host *host);

/* For C: tf_run for an f that calls back, without the GIL meanwhile. */
int tf_run_hosting(PyObject *self, tf_call *call, tf_function f, const tf_objects *objects);

#endif
