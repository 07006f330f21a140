//go:build wasm && !nolox

package main

import (
	"context"

	"github.com/twelvefold/twelvefold/core/lox"
)

// loxEval runs a program, whose name and source are staged, and leaves its
// value. With a number other than 0, hostStopped is asked now and then whether
// to go on.
//
//go:wasmexport lox_eval
func loxEval(h, nameLen, sourceLen, run uint32) (status int32) {
	defer caught(&status)
	in := interps.get(h)
	name, source := text(0, nameLen), text(nameLen, sourceLen)
	return in.value(in.Eval(in.context(run), name, source))
}

// loxCall calls an object with the packed arguments that are staged, and
// leaves its value; run is as in lox_eval.
//
//go:wasmexport lox_call
func loxCall(h, handle, argsLen, run uint32) (status int32) {
	defer caught(&status)
	in := interps.get(h)
	callee, args := in.objects.get(handle), in.objects.values(arg(0, argsLen))
	return in.value(in.Call(in.context(run), callee, args...))
}

// context is that of the function of the host that calls, if any, and ends
// when the host stops the run.
func (in *interp) context(run uint32) context.Context {
	if n := len(in.inHost); n > 0 {
		return &runContext{Context: in.inHost[n-1], run: run}
	}
	return &runContext{Context: context.Background(), run: run}
}

// runContext is the context of a run. The interpreter asks its Err now and then;
// nobody could wait for it, because the program has the one thread there is.
type runContext struct {
	context.Context
	run uint32 // the host's number, 0 where it cannot stop the run
}

func (r *runContext) Err() error {
	if r.run != 0 && hostStopped(r.run) != 0 {
		return context.Canceled
	}
	return r.Context.Err()
}

// loxDefine makes a function of the host a global. Staged are its name, and a
// byte for the type of each parameter: the number of the lox.Type. rest is that
// of any number of arguments more, negative for none.
//
//go:wasmexport lox_define
func loxDefine(h, nameLen, paramsLen uint32, rest int32, fn uint32) (status int32) {
	defer caught(&status)
	in := interps.get(h)
	f := lox.Func{Name: text(0, nameLen), Variadic: rest >= 0, Rest: lox.Type(max(rest, 0))}
	for _, t := range arg(nameLen, paramsLen) {
		f.Params = append(f.Params, lox.Type(t))
	}
	f.Call = func(ctx context.Context, args []lox.Value) (any, error) {
		return in.callHost(ctx, fn, args)
	}
	return done(in.Define(f))
}

// callHost runs a function of the host for a program.
func (in *interp) callHost(ctx context.Context, fn uint32, args []lox.Value) (any, error) {
	var packed []byte
	for _, v := range args {
		packed = in.objects.append(packed, v)
	}
	in.inHost = append(in.inHost, ctx)
	result, err := callHost(fn, packed)
	in.inHost = in.inHost[:len(in.inHost)-1]
	if err != nil || len(result) == 0 {
		return nil, err
	}
	v, _ := in.objects.take1(result)
	return v, nil
}
