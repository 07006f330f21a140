package wazero

import "github.com/twelvefold/twelvefold/conformance"

// amqpTarget calls operations on sessions of a guest's broker.
type amqpTarget struct {
	*target
	sessions map[int]uint64
}

// openAMQP opens a broker in the guest's memory.
func (g *Guest) openAMQP(c *conformance.Case) (conformance.Target, error) {
	for name := range c.Open {
		return nil, conformance.Unsupported("option " + name)
	}
	const inMemory = 1
	t := &target{guest: g, engine: c.Engine}
	err := t.open("amqp_open", 0, 0, 0, inMemory, 0, 0, 0, 0, 0)
	return &amqpTarget{t, map[int]uint64{}}, err
}

func (t *amqpTarget) Do(conn int, op string, args []conformance.Arg) conformance.Value {
	if t.sessions[conn] == 0 {
		if _, err := t.call("session", 0, 0, 0); err != nil {
			return conformance.Err(err)
		}
		t.sessions[conn] = uint64(t.guest.Number())
	}
	name := t.guest.Stage([]byte(op))
	var given []byte
	if len(args) > 0 {
		given = args[0].Bytes
	}
	_, err := t.guest.Call("amqp_call", t.sessions[conn], name, t.guest.Stage(given))
	if err != nil {
		return conformance.Err(err)
	}
	return conformance.Reply(t.guest.Bytes())
}
