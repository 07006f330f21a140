package targets

import (
	"context"
	"fmt"
	"regexp"
	"time"

	"github.com/twelvefold/twelvefold/conformance"
	"github.com/twelvefold/twelvefold/core/lox"
	"github.com/twelvefold/twelvefold/core/lox/command"
	"github.com/twelvefold/twelvefold/core/world"
)

// loxTarget runs a case's operations in process. Each connection is an
// interpreter of its own; where the case names no engine there is one of each,
// and they must answer the same.
type loxTarget struct {
	opts  []lox.Options
	conns map[int][]*command.Session
}

func openLox(c *conformance.Case) (conformance.Target, error) {
	o := lox.Options{
		MaxSteps:  int64(option(c, "max_steps")),
		MaxMemory: option(c, "max_memory"),
		MaxDepth:  option(c, "max_depth"),
		MaxOutput: int64(option(c, "max_output")),
		MaxSource: option(c, "max_source"),
		Timeout:   milliseconds(int64(option(c, "timeout_ms"))),
	}
	o.Std, _ = c.Open["std"].(bool)
	t := &loxTarget{conns: map[int][]*command.Session{}}
	engines := []lox.Engine{lox.Fast, lox.Tree}
	if name, ok := c.Open["engine"].(string); ok {
		engines = []lox.Engine{lox.Engine(name)}
	}
	for _, o.Engine = range engines {
		t.opts = append(t.opts, o)
	}
	return t, nil
}

func (t *loxTarget) conn(n int) ([]*command.Session, error) {
	if t.conns[n] == nil {
		for _, o := range t.opts {
			s, err := command.New(world.World{}, o)
			if err != nil {
				return nil, err
			}
			t.conns[n] = append(t.conns[n], s)
		}
	}
	return t.conns[n], nil
}

func (t *loxTarget) Do(conn int, op string, args []conformance.Arg) conformance.Value {
	sessions, err := t.conn(conn)
	if err != nil {
		return conformance.Err(err)
	}
	first := doLox(sessions[0], op, args)
	for _, s := range sessions[1:] {
		if other := doLox(s, op, args); alike(first) != alike(other) {
			return conformance.Err(fmt.Errorf("the engines answer %s and %s", first, other))
		}
	}
	return first
}

func doLox(s *command.Session, op string, args []conformance.Arg) conformance.Value {
	reply, err := s.Do(context.Background(), op, argument(args))
	return conformance.ErrOr(err, conformance.Reply(reply))
}

// The engines need not agree in memory, as their objects have different sizes,
// nor in when a limit on it, or on time, is met.
var (
	memory = regexp.MustCompile(`"memory":\d+`)
	within = regexp.MustCompile(`"kind":"(memory|timeout)"`)
)

func alike(v conformance.Value) string {
	text := memory.ReplaceAllString(v.String(), "")
	if limit := within.FindString(string(v.Text)); limit != "" {
		return limit
	}
	return text
}

// Advance waits: a run's time limit is by the real clock.
func (t *loxTarget) Advance(d time.Duration) { time.Sleep(d) }

func (t *loxTarget) Close() {
	for _, sessions := range t.conns {
		for _, s := range sessions {
			_ = s.Close() // it is idle
		}
	}
}
