package amqp

import (
	"strings"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// invalidParameter is the refusal of a policy, a limit or another parameter
// (rabbit_runtime_parameters:format_error).
func invalidParameter(parts ...string) *Error {
	return Refuse(wire.PreconditionFailed, "Validation failed\n\n", strings.Join(parts, ""), "\n")
}

// term prints a value as Erlang prints what it reads from JSON: ~p of lists,
// maps and null beside what show prints.
func term(v any) string {
	var parts []string
	switch v := v.(type) {
	case nil:
		return "null"
	case wire.Array:
		for _, one := range v {
			parts = append(parts, term(one))
		}
		return "[" + strings.Join(parts, ",") + "]"
	case wire.Table:
		for _, f := range sortedTable(v) {
			parts = append(parts, show(f.Name)+" => "+term(f.Value))
		}
		return "#{" + strings.Join(parts, ",") + "}"
	}
	return show(v)
}

// setting prints a name with its value, as Erlang prints a pair.
func setting(f wire.Field) string { return "{" + show(f.Name) + "," + term(f.Value) + "}" }
