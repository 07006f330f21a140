package amqp

import (
	"strconv"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// The words in which RabbitMQ 3.10 tells that a second declaration differs
// from the first (rabbit_misc:assert_args_equivalence1).

// equivalent is the check of a second declaration of a queue
// (rabbit_amqqueue:assert_equivalence). An exclusive queue is not durable.
func (q *queue) equivalent(c *Conn, d QueueDeclare) error {
	what := q.describe()
	if d.Exclusive != q.exclusive || (q.owner != nil && q.owner != c) {
		return locked(q)
	}
	if durable := d.Durable && !d.Exclusive; q.durable != durable {
		return inequivalentFlag("durable", what, durable)
	}
	if q.autoDelete != d.AutoDelete {
		return inequivalentFlag("auto_delete", what, d.AutoDelete)
	}
	return equivalentArgs(what, q.args, d.Arguments, queueKinds[q.set.kind].arguments)
}

func inequivalent(arg, what, received, current string) *Error {
	return Refuse(wire.PreconditionFailed, "inequivalent arg '", arg, "' for ", what, ": received ", received, " but current is ", current)
}

func inequivalentFlag(arg, what string, received bool) *Error {
	return inequivalent(arg, what, quoted(received), quoted(!received))
}

// equivalentArgs compares the arguments called names.
func equivalentArgs(what string, current, received wire.Table, names []string) error {
	for _, name := range names {
		is, hasIs := current.Get(name)
		got, hasGot := received.Get(name)
		switch {
		case !hasIs && !hasGot, hasIs && hasGot && (wire.Equal(is, got) || sameTerm(is, got)):
		case hasIs && hasGot:
			return inequivalent(name, what, quoted(got), quoted(is))
		case name == "x-queue-type" && (is == "classic" || got == "classic"): // what it is without the argument
		default:
			return inequivalent(name, what, described(got, hasGot), described(is, hasIs))
		}
	}
	return nil
}

func quoted(v any) string { return "'" + plain(v) + "'" }

func described(v any, present bool) string {
	if !present {
		return "none"
	}
	return "the value " + quoted(v) + " of type '" + typeName(v) + "'"
}

// sameTerm tells whether two values are the same to RabbitMQ where it does
// not look at their types: a string and bytes, a timestamp and an integer are
// the same Erlang terms.
func sameTerm(a, b any) bool {
	if x, ok := asTermInt(a); ok {
		y, ok := asTermInt(b)
		return ok && x == y
	}
	if x, ok := asTermText(a); ok {
		y, ok := asTermText(b)
		return ok && x == y
	}
	return wire.Equal(a, b)
}

func asTermInt(v any) (int64, bool) {
	if t, ok := v.(wire.Timestamp); ok {
		return int64(t), true
	}
	return wire.Integer(v)
}

func asTermText(v any) (string, bool) {
	if b, ok := v.([]byte); ok {
		return string(b), true
	}
	s, ok := v.(string)
	return s, ok
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// typeName is RabbitMQ's word for the type of a field (rabbit_binary_parser).
func typeName(v any) string {
	switch v.(type) {
	case bool:
		return "bool"
	case int8:
		return "byte"
	case uint8:
		return "unsignedbyte"
	case int16:
		return "short"
	case uint16:
		return "unsignedshort"
	case int32:
		return "signedint"
	case uint32:
		return "unsignedint"
	case int64:
		return "long"
	case float32:
		return "float"
	case float64:
		return "double"
	case string:
		return "longstr"
	case []byte:
		return "binary"
	case wire.Decimal:
		return "decimal"
	case wire.Timestamp:
		return "timestamp"
	case wire.Array:
		return "array"
	case wire.Table:
		return "table"
	}
	return "void"
}

// plain writes a value without quotes, show as Erlang's ~p would.
func plain(v any) string {
	if s, ok := asTermText(v); ok {
		return s
	}
	if n, ok := asTermInt(v); ok {
		return itoa(n)
	}
	switch x := v.(type) {
	case bool:
		return strconv.FormatBool(x)
	case float32:
		return plainFloat(float64(x))
	case float64:
		return plainFloat(x)
	case nil:
		return "undefined"
	}
	return typeName(v)
}

// plainFloat has a fraction always, as Erlang writes floats.
func plainFloat(f float64) string {
	s := strconv.FormatFloat(f, 'g', -1, 64)
	for _, c := range s {
		if c == '.' || c == 'e' {
			return s
		}
	}
	return s + ".0"
}

func show(v any) string {
	if s, ok := asTermText(v); ok {
		return "<<" + strconv.Quote(s) + ">>"
	}
	return plain(v)
}
