package targets

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/twelvefold/twelvefold/conformance"
	"github.com/twelvefold/twelvefold/core/clock"
	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/engine"
)

// InProcess opens the case's engine in this process, on a manual clock.
func InProcess(c *conformance.Case) (conformance.Target, error) {
	switch c.Engine {
	case "redis":
		return Redis(c)
	case "lru":
		return openLRU(c)
	case "bitcask":
		return openBitcask(c)
	case "amqp":
		return openAMQP(c)
	case "lox":
		return openLox(c)
	case "quant":
		return &operations{table: quantOperations}, nil
	}
	return nil, fmt.Errorf("there is no engine %q", c.Engine)
}

// operations is a Target made of a table of functions, for the engines that
// have methods and no wire protocol.
type operations struct {
	engine engine.Engine // nil for quant, which keeps nothing
	clock  *clock.Manual
	table  map[string]func(args []conformance.Arg) conformance.Value
}

func (t *operations) Do(_ int, op string, args []conformance.Arg) conformance.Value {
	f := t.table[op]
	if f == nil {
		return conformance.Err(errors.New("the runner has no operation " + op))
	}
	return f(args)
}

func (t *operations) Advance(d time.Duration) {
	if t.engine != nil {
		t.clock.Advance(d)
		t.engine.Tick(t.clock.Now())
	}
}

func (t *operations) Close() {
	if t.engine != nil {
		t.engine.Close()
	}
}

// found turns a lookup into a Value: a miss is nil in every door.
func found(value []byte, err error) conformance.Value {
	if code.Of(err) == code.NotFound {
		return conformance.Nil()
	}
	return conformance.ErrOr(err, conformance.Bulk(value))
}

// done is the result of an operation that has none.
func done(err error) conformance.Value { return conformance.ErrOr(err, conformance.OK()) }

// number is args[i] as an integer, or otherwise where there is no such argument.
func number(args []conformance.Arg, i int, otherwise int64) int64 {
	if i >= len(args) {
		return otherwise
	}
	n, err := strconv.ParseInt(string(args[i].Bytes), 10, 64)
	if err != nil {
		panic("not an integer: " + string(args[i].Bytes)) // a mistake in the case
	}
	return n
}

// option is c.Open[name] as an integer, 0 where it is not set.
func option(c *conformance.Case, name string) int {
	n, _ := c.Open[name].(int)
	return n
}

// milliseconds of an option or argument.
func milliseconds(n int64) time.Duration { return time.Duration(n) * time.Millisecond }
