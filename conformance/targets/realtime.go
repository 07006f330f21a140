package targets

import (
	"encoding/json"

	"github.com/twelvefold/twelvefold/conformance"
)

// RealTime tells that a server's clock is the machine's.
func (*Socket) RealTime() {}

// RealTime tells that a broker's clock is the machine's.
func (*amqpWire) RealTime() {}

// Again tells of questions that found nothing yet, and of those that only look.
func (*amqpWire) Again(op string, args []conformance.Arg, got conformance.Value) bool {
	switch op {
	case "next", "basic.get":
		return got.Kind == "nil"
	case "queue.declare":
		var given struct{ Passive bool }
		return json.Unmarshal(argument(args), &given) == nil && given.Passive && got.Kind != "error"
	default:
		return false
	}
}
