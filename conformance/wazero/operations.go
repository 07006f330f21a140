package wazero

import "github.com/twelvefold/twelvefold/conformance"

// The operations of the engines that have methods and no wire protocol, under
// the names that the cases give them.

var lruOperations = map[string]operation{
	"put": func(t *target, a []conformance.Arg) conformance.Value {
		key, value := t.guest.Stage(a[0].Bytes), t.guest.Stage(a[1].Bytes)
		if len(a) > 2 {
			return done(t.call("put_ttl", key, value, argument(a, 2, 0)))
		}
		return done(t.call("put", key, value))
	},
	"get":    onKey("get", found),
	"peek":   onKey("peek", found),
	"has":    onKey("has", decided),
	"delete": onKey("delete", decided),
	"len":    plain("len", counted),
	"bytes":  plain("bytes", counted),
	"keys":   plain("keys", listed),
	"reset":  plain("reset", voided),
	"resize": func(t *target, a []conformance.Arg) conformance.Value {
		status, err := t.call("resize", argument(a, 0, 0), argument(a, 1, 0))
		return counted(t, status, err)
	},
}

var bitcaskOperations = map[string]operation{
	"put": func(t *target, a []conformance.Arg) conformance.Value {
		return done(t.call("put", t.guest.Stage(a[0].Bytes), t.guest.Stage(a[1].Bytes)))
	},
	"get":    onKey("get", found),
	"has":    onKey("has", decided),
	"delete": onKey("delete", voided),
	"len":    plain("len", counted),
	"sync":   plain("sync", voided),
	"merge":  plain("merge", voided),
	"reset":  plain("reset", voided),
	"keys": func(t *target, a []conformance.Arg) conformance.Value {
		prefix := uint64(0)
		if len(a) > 0 {
			prefix = t.guest.Stage(a[0].Bytes)
		}
		status, err := t.call("keys", prefix)
		return listed(t, status, err)
	},
	"reopen": func(t *target, _ []conformance.Arg) conformance.Value {
		if _, err := t.call("close"); err != nil {
			return conformance.Err(err)
		}
		return conformance.ErrOr(t.reopen(), conformance.OK())
	},
}

// result turns what a call left into a value.
type result func(t *target, status Status, err error) conformance.Value

// plain is an operation without arguments.
func plain(op string, as result) operation {
	return func(t *target, _ []conformance.Arg) conformance.Value {
		status, err := t.call(op)
		return as(t, status, err)
	}
}

// onKey is an operation on one key.
func onKey(op string, as result) operation {
	return func(t *target, a []conformance.Arg) conformance.Value {
		status, err := t.call(op, t.guest.Stage(a[0].Bytes))
		return as(t, status, err)
	}
}

func done(_ Status, err error) conformance.Value { return conformance.ErrOr(err, conformance.OK()) }

func voided(_ *target, _ Status, err error) conformance.Value { return done(OK, err) }

func found(t *target, status Status, err error) conformance.Value {
	switch {
	case err != nil:
		return conformance.Err(err)
	case status == Miss:
		return conformance.Nil()
	}
	return conformance.Bulk(t.guest.Bytes())
}

func decided(_ *target, status Status, err error) conformance.Value {
	return conformance.ErrOr(err, conformance.Bool(status == OK))
}

func counted(t *target, _ Status, err error) conformance.Value {
	if err != nil {
		return conformance.Err(err)
	}
	return conformance.Int(int64(t.guest.Number()))
}

func listed(t *target, _ Status, err error) conformance.Value {
	if err != nil {
		return conformance.Err(err)
	}
	return conformance.Bulks(t.guest.Fields())
}
