package wazero

import (
	"regexp"

	"github.com/twelvefold/twelvefold/conformance"
)

// loxTarget runs operations in a guest's interpreters. Each connection is one
// of its own; where the case names no engine there is one of each, and they
// must answer the same.
type loxTarget struct {
	*target
	options []uint64 // of lox_open, from its switches on
	engines []string
	conns   map[int][]uint64
}

func (g *Guest) openLox(c *conformance.Case) (conformance.Target, error) {
	std := uint64(0)
	if on, _ := c.Open["std"].(bool); on {
		std = 1
	}
	const noOutput = 0
	t := &loxTarget{
		target: &target{guest: g, engine: c.Engine},
		options: []uint64{
			std, number(c, "max_steps"), number(c, "max_memory"), number(c, "max_depth"),
			number(c, "max_output"), number(c, "max_source"), number(c, "timeout_ms"), noOutput,
		},
		engines: []string{"fast", "tree"},
		conns:   map[int][]uint64{},
	}
	if name, ok := c.Open["engine"].(string); ok {
		t.engines = []string{name}
	}
	return t, nil
}

func (t *loxTarget) conn(n int) ([]uint64, error) {
	for _, engine := range t.engines[len(t.conns[n]):] {
		args := append([]uint64{t.guest.Stage([]byte(engine))}, t.options...)
		if _, err := t.guest.Call("lox_open", args...); err != nil {
			return nil, err
		}
		t.conns[n] = append(t.conns[n], uint64(t.guest.Number()))
	}
	return t.conns[n], nil
}

func (t *loxTarget) Do(conn int, op string, args []conformance.Arg) conformance.Value {
	interps, err := t.conn(conn)
	if err != nil {
		return conformance.Err(err)
	}
	first := t.operate(interps[0], op, args)
	for _, in := range interps[1:] {
		if other := t.operate(in, op, args); alike(first) != alike(other) {
			return conformance.Err(disagreement(first.String() + " and " + other.String()))
		}
	}
	return first
}

func (t *loxTarget) operate(interp uint64, op string, args []conformance.Arg) conformance.Value {
	name := t.guest.Stage([]byte(op))
	var given []byte
	if len(args) > 0 {
		given = args[0].Bytes
	}
	_, err := t.guest.Call("lox_command", interp, name, t.guest.Stage(given))
	return conformance.ErrOr(err, conformance.Reply(t.guest.Bytes()))
}

func (t *loxTarget) Close() {
	for _, interps := range t.conns {
		for _, in := range interps {
			t.guest.Call("lox_close", in)
		}
	}
}

// disagreement is two answers of engines that must answer the same.
type disagreement string

func (d disagreement) Error() string { return "the engines answer " + string(d) }

// Engines need not agree in memory, as their objects have different sizes, nor
// in where a limit on it, or on time, is met.
var (
	memory = regexp.MustCompile(`"memory":\d+`)
	within = regexp.MustCompile(`"kind":"(memory|timeout)"`)
)

func alike(v conformance.Value) string {
	if limit := within.FindString(string(v.Text)); limit != "" {
		return limit
	}
	return memory.ReplaceAllString(v.String(), "")
}
