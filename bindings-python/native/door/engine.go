package door

import (
	"reflect"
	"strings"
	"time"
	"unicode"
)

// Engine is what control asks of every engine, beside opening it.
type Engine interface {
	// Statistics is the engine's own struct of numbers.
	Statistics() any
	Reset() error
	Close() error
}

// Connection is an engine's session that Python drives with bytes.
type Connection interface {
	Feed(p []byte, use func(out []byte)) error
	Done() bool
	Deadline() time.Time
	Close() error
}

// Connector is an engine with a protocol of its own.
type Connector interface{ Connect() Connection }

// Numbers gives the fields of a struct under their schema names: MaxEntries as
// max_entries. Engines keep no JSON tags, for they are not the ones who write
// JSON.
func Numbers(stats any) map[string]any {
	v := reflect.ValueOf(stats)
	numbers := make(map[string]any, v.NumField())
	for i := range v.NumField() {
		numbers[snake(v.Type().Field(i).Name)] = v.Field(i).Interface()
	}
	return numbers
}

// snake writes a Go name with underscores; a run of capitals is one word.
func snake(name string) string {
	var b strings.Builder
	letters := []rune(name)
	for i, r := range letters {
		starts := i > 0 && unicode.IsUpper(r) &&
			(unicode.IsLower(letters[i-1]) || i+1 < len(letters) && unicode.IsLower(letters[i+1]))
		if starts {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
