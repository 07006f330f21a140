package wazero

import (
	"errors"
	"strconv"
	"time"

	"github.com/tetratelabs/wazero/api"

	"github.com/twelvefold/twelvefold/conformance"
	"github.com/twelvefold/twelvefold/core/redis/wire"
)

// epoch is where the guest's manual clock begins.
var epoch = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// Clocks of a guest's world.
const (
	RealClock   uint64 = 0
	ManualClock uint64 = 1
)

// OpenWorld opens the guest's world, with files of the host or in memory.
func (g *Guest) OpenWorld(hostFiles bool, clock uint64) error {
	files := uint64(0)
	if hostFiles {
		files = 1
	}
	_, err := g.Call("world_open", files, clock, f64(1), f64(float64(epoch.UnixMilli())))
	return err
}

// target is one engine of a guest.
type target struct {
	guest  *Guest
	engine string // the word that the exports begin with
	handle uint64
	reopen func() error
	table  map[string]operation
}

type operation func(t *target, args []conformance.Arg) conformance.Value

// Open opens the case's engine in the guest. Bitcask gets a folder of its own.
func (g *Guest) Open(c *conformance.Case) (conformance.Target, error) {
	t := &target{guest: g, engine: c.Engine}
	switch c.Engine {
	case "lru":
		t.table = lruOperations
		return t, t.open("lru_open", number(c, "max_entries"), number(c, "max_bytes"), number(c, "ttl_ms"),
			number(c, "max_key_size"), number(c, "max_value_size"), 0)
	case "bitcask":
		t.table = bitcaskOperations
		t.reopen = func() error {
			policy, _ := c.Open["sync"].(string)
			return t.open("bitcask_open", g.Stage([]byte(c.Key())), g.Stage([]byte(policy)), 0, number(c, "max_file_size"),
				number(c, "max_key_size"), number(c, "max_value_size"), 0, 0, 0)
		}
		return t, t.reopen()
	case "quant":
		t.table = quantOperations
		return t, nil
	case "amqp":
		return g.openAMQP(c)
	case "lox":
		return g.openLox(c)
	case "redis":
		password, _ := c.Open["password"].(string)
		err := t.open("redis_open", 0, 0, g.Stage([]byte(password)))
		return &redisTarget{t, map[int]uint64{}, map[int]bool{}}, err
	}
	return nil, errors.New("there is no engine " + c.Engine)
}

func (t *target) open(export string, args ...uint64) error {
	_, err := t.guest.Call(export, args...)
	t.handle = uint64(t.guest.Number())
	return err
}

func (t *target) Do(_ int, op string, args []conformance.Arg) conformance.Value {
	f := t.table[op]
	if f == nil {
		return conformance.Err(errors.New("the runner has no operation " + op))
	}
	return f(t, args)
}

func (t *target) Advance(d time.Duration) {
	t.guest.Call("world_advance", f64(float64(d.Milliseconds())))
	t.guest.Call("world_tick")
}

func (t *target) Close() {
	if t.handle != 0 {
		t.guest.Call(t.engine+"_close", t.handle)
	}
}

// call calls the export of the target's engine on its handle.
func (t *target) call(op string, args ...uint64) (Status, error) {
	return t.guest.Call(t.engine+"_"+op, append([]uint64{t.handle}, args...)...)
}

// f64 is a float64 as an argument.
func f64(x float64) uint64 { return api.EncodeF64(x) }

// number is an option of the case, 0 where it is not set.
func number(c *conformance.Case, name string) uint64 {
	n, _ := c.Open[name].(int)
	return f64(float64(n))
}

// argument is args[i] as a number, or otherwise where there is no such.
func argument(args []conformance.Arg, i int, otherwise float64) uint64 {
	if i >= len(args) {
		return f64(otherwise)
	}
	x, err := strconv.ParseFloat(string(args[i].Bytes), 64)
	if err != nil {
		panic("not a number: " + string(args[i].Bytes)) // a mistake in the case
	}
	return f64(x)
}

// redisTarget speaks RESP to connections of a guest's store.
type redisTarget struct {
	*target
	conns map[int]uint64
	ended map[int]bool
}

func (t *redisTarget) Do(conn int, op string, args []conformance.Arg) conformance.Value {
	words := [][]byte{[]byte(op)}
	for _, a := range args {
		words = append(words, a.Bytes)
	}
	out, _ := t.Raw(conn, wire.AppendRequest(nil, words...), 0, false)
	v, _, err := wire.Decode(out)
	if err != nil {
		return conformance.Err(err)
	}
	return conformance.FromRESP(v)
}

// Raw gives p to a connection and takes all that it says.
func (t *redisTarget) Raw(conn int, p []byte, _ int, _ bool) (got []byte, closed bool) {
	if t.conns[conn] == 0 {
		t.guest.Call("session_open", t.handle)
		t.conns[conn] = uint64(t.guest.Number())
	}
	for n := t.guest.Stage(p); ; n = 0 {
		status, err := t.guest.Call("session_feed", t.conns[conn], n)
		if err != nil {
			return append(got, err.Error()...), true
		}
		t.ended[conn] = t.ended[conn] || status == Miss
		out := t.guest.Bytes()
		if len(out) == 0 {
			return got, t.ended[conn]
		}
		got = append(got, out...)
	}
}
