package command

import "slices"

// operations is the table of all operations.
var operations = map[string]func(*call) error{
	"eval": eval,
	"run":  run,
	"call": callFunction,

	"get":     get,
	"set":     set,
	"globals": globals,
	"forget":  forget,
	"reset":   reset,
	"stats":   stats,

	"check":  check,
	"ast":    ast,
	"disasm": disasm,
	"format": formatted,
	"step":   step,
}

// Operations gives the names of all operations, sorted.
func Operations() []string {
	names := make([]string, 0, len(operations))
	for name := range operations {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
