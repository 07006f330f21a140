package amqp

import (
	"strconv"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// The words in which RabbitMQ 3.10 tells that a second declaration differs
// from the first (rabbit_misc:assert_args_equivalence1).

func inequivalent(arg, what, received, current string) *Error {
	return Refuse(wire.PreconditionFailed, "inequivalent arg '", arg, "' for ", what, ": received '", received, "' but current is '", current, "'")
}

func inequivalentFlag(arg, what string, received bool) *Error {
	return inequivalent(arg, what, strconv.FormatBool(received), strconv.FormatBool(!received))
}

// equivalentArgs compares the arguments called names.
func equivalentArgs(what string, current, received wire.Table, names []string) error {
	for _, name := range names {
		is, hasIs := current.Get(name)
		got, hasGot := received.Get(name)
		if hasIs == hasGot && (!hasIs || wire.Equal(is, got)) {
			continue
		}
		return Refuse(wire.PreconditionFailed, "inequivalent arg '", name, "' for ", what,
			": received ", described(got, hasGot), " but current is ", described(is, hasIs))
	}
	return nil
}

func described(v any, present bool) string {
	if !present {
		return "none"
	}
	return "the value '" + plain(v) + "' of type '" + typeName(v) + "'"
}

// asInt gives an integer of any width.
func asInt(v any) (int64, bool) {
	switch n := v.(type) {
	case int8:
		return int64(n), true
	case uint8:
		return int64(n), true
	case int16:
		return int64(n), true
	case uint16:
		return int64(n), true
	case int32:
		return int64(n), true
	case uint32:
		return int64(n), true
	case int64:
		return n, true
	}
	return 0, false
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

func typeError(v any) string { return "{unacceptable_type," + typeName(v) + "}" }

// plain writes a value without quotes, show as Erlang's ~p would.
func plain(v any) string {
	switch x := v.(type) {
	case string:
		return x
	case bool:
		return strconv.FormatBool(x)
	case float64:
		return strconv.FormatFloat(x, 'g', -1, 64)
	}
	if n, ok := asInt(v); ok {
		return itoa(n)
	}
	return typeName(v)
}

func show(v any) string {
	if s, ok := v.(string); ok {
		return `<<"` + s + `">>`
	}
	return plain(v)
}
