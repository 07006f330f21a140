package main

import (
	"context"
	"io"
	"os"
)

// stdinFlag makes serve end when its standard input does. A program that
// starts the server as its child holds the other end of that pipe: however it
// ends, kill -9 included, the system closes it, and the server is no orphan.
// (Linux' parent-death signal would come as soon as the thread that started
// the server ends, while the program goes on.)
const stdinFlag = "until-stdin-closes"

// untilStdinCloses gives a context that also ends when standard input does.
func untilStdinCloses(ctx context.Context) context.Context {
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		defer cancel()
		_, _ = io.Copy(io.Discard, os.Stdin) // an error is an end too
	}()
	return ctx
}
