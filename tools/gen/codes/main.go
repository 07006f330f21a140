// Command codes turns schema/errors.yaml and schema/capabilities.yaml, which
// say every error code and capability once, into what needs them: Go
// constants, a Python table, and the schemas that openapi.yaml refers to.
//
//	codes ROOT    reads ROOT/schema, writes below ROOT
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// outputs is every file that this command makes, by its path below the root.
var outputs = []struct {
	path   string
	render func(source) ([]byte, error)
}{
	{"core/code/codes_gen.go", renderGoCodes},
	{"core/engine/capabilities_gen.go", renderGoCapabilities},
	{"bindings-python/src/twelvefold/_codes_gen.py", renderPython},
	{"schema/codes.gen.yaml", renderSchemas},
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: codes ROOT")
		os.Exit(2)
	}
	if err := generate(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "codes:", err)
		os.Exit(1)
	}
}

func generate(root string) error {
	src, err := load(filepath.Join(root, "schema"))
	if err != nil {
		return err
	}
	for _, out := range outputs {
		text, err := out.render(src)
		if err != nil {
			return fmt.Errorf("%s: %w", out.path, err)
		}
		path := filepath.Join(root, out.path)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
