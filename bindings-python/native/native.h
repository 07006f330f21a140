/* What the Go and the C half of the extension share. Two rules keep them
 * simple: Go calls Python through callback.h only (so nothing else needs a
 * thought about the GIL), and C never keeps a Go pointer (so it needs none
 * about Go's collector). Everything crosses in one tf_call. */
#ifndef TWELVEFOLD_NATIVE_H
#define TWELVEFOLD_NATIVE_H

#include "limited.h"
#include <stdint.h>

/* Bytes that C lends to Go for one call. */
typedef struct {
    const char *data;
    size_t len;
} tf_view;

/* Bytes that Go gives to C: into the cap bytes at data where they fit, else
 * into memory of malloc that data then points to. */
typedef struct {
    char *data;
    size_t len;
    size_t cap;
} tf_bytes;

/* An error, its code and its text in one piece of malloc; text is NULL where
 * there is none. */
typedef struct {
    char *text;
    size_t code_len;
    size_t len;
    int redis; /* it is an error reply of a Redis command */
    int reply; /* AMQP's reply code, where it is a refusal of the broker */
    tf_view detail; /* a JSON object of malloc: what the exception shows beside */
} tf_error;

/* One call into Go: what goes in, and what comes back. Which fields a
 * function reads and writes is said at the function. */
typedef struct {
    int64_t handle;
    tf_view key;
    tf_view value;
    const tf_view *args;
    size_t nargs;
    int64_t number;  /* in: ttl or the like; out: count, or found */
    int64_t number2;
    int64_t numbers[8]; /* of a kernel: window and the like, then shapes */
    double real;        /* of a kernel, in and out */
    tf_bytes out;
    tf_bytes gone;   /* evictions: see lists.c */
    tf_bytes content; /* the body of a message, beside out */
    tf_error error;
    int64_t job;     /* a long call: the handle to wait on */
    struct tf_host *host; /* whom Go may call back, or NULL: see callback.h */
    uint64_t thread; /* where there is a host: the thread that it is called in */
} tf_call;

typedef void (*tf_function)(tf_call *);

#endif
