package targets

import (
	"time"

	"github.com/twelvefold/twelvefold/conformance"
	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/command"
	"github.com/twelvefold/twelvefold/core/clock"
	"github.com/twelvefold/twelvefold/core/world"
)

// amqpTarget runs a case's operations in process, on a manual clock. Each
// connection is a command session.
type amqpTarget struct {
	db    *amqp.DB
	clock *clock.Manual
	conns map[int]*command.Session
}

func openAMQP(c *conformance.Case) (conformance.Target, error) {
	for name := range c.Open {
		return nil, conformance.Unsupported("option " + name)
	}
	manual := clock.NewManual(epoch)
	db, err := amqp.Open(world.World{Clock: manual, Seed: 1}, amqp.Options{InMemory: true})
	if err != nil {
		return nil, err
	}
	return &amqpTarget{db, manual, map[int]*command.Session{}}, nil
}

func (t *amqpTarget) conn(n int) (*command.Session, error) {
	if t.conns[n] == nil {
		s, err := command.New(t.db, command.Options{})
		if err != nil {
			return nil, err
		}
		t.conns[n] = s
	}
	return t.conns[n], nil
}

func (t *amqpTarget) Do(conn int, op string, args []conformance.Arg) conformance.Value {
	s, err := t.conn(conn)
	if err != nil {
		return conformance.Err(err)
	}
	reply, err := s.Do(t.clock.Now(), op, argument(args))
	return conformance.ErrOr(err, conformance.Reply(reply))
}

// argument is the JSON text of an operation's one argument, if it has any.
func argument(args []conformance.Arg) []byte {
	if len(args) == 0 {
		return nil
	}
	return args[0].Bytes
}

func (t *amqpTarget) Advance(d time.Duration) {
	t.clock.Advance(d)
	t.db.Tick(t.clock.Now())
}

func (t *amqpTarget) Close() { t.db.Close() }
