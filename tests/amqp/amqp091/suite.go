package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// module is whose tests these are; go.mod pins its version.
const module = "github.com/rabbitmq/amqp091-go"

// files hold the tests that need a broker; the module's other tests do not.
var files = []string{"integration_test.go", "connection_test.go", "recovery_test.go"}

// suite is the compiled tests.
type suite struct {
	Version string
	Binary  string // of `go test -c`
	Dir     string // where the tests expect to run
	Tests   []test
	Broker  string // path of twelvefold, or "" for bin/twelvefold
}

type test struct{ File, Name string }

// prepare fetches the module from the Go proxy (or its cache), copies it into
// .cache, since the module cache is not to be built in, and compiles its tests.
func prepare(pattern string) (*suite, error) {
	wanted, err := match(pattern)
	if err != nil {
		return nil, err
	}
	out, err := command("go", "mod", "download", "-json", module)
	if err != nil {
		return nil, err
	}
	var found struct{ Version, Dir string }
	if err := json.Unmarshal(out, &found); err != nil {
		return nil, err
	}
	dir, err := filepath.Abs(filepath.Join(".cache", "amqp091-go", found.Version))
	if err != nil {
		return nil, err
	}
	s := &suite{Version: found.Version, Dir: dir, Binary: filepath.Join(dir, "amqp091.test")}
	if _, err := os.Stat(s.Binary); err != nil {
		if err := s.compile(found.Dir); err != nil {
			return nil, err
		}
	}
	for _, file := range files {
		names, err := testsOf(filepath.Join(dir, file))
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			if wanted(name) {
				s.Tests = append(s.Tests, test{file, name})
			}
		}
	}
	if len(s.Tests) == 0 {
		return nil, fmt.Errorf("no test matches %q", pattern)
	}
	return s, nil
}

// compile copies the module's source and builds its tests with the tag that
// lets them look for a broker.
func (s *suite) compile(source string) error {
	if err := errors.Join(os.RemoveAll(s.Dir), os.MkdirAll(filepath.Dir(s.Dir), 0o755)); err != nil {
		return err
	}
	if err := os.CopyFS(s.Dir, os.DirFS(source)); err != nil {
		return err
	}
	cmd := exec.Command("go", "test", "-c", "-tags", "integration", "-o", s.Binary, ".")
	cmd.Dir = s.Dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", cmd, err, out)
	}
	return nil
}

// testsOf lists a file's tests, in its order.
func testsOf(path string) (names []string, err error) {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		return nil, err
	}
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if ok && f.Recv == nil && strings.HasPrefix(f.Name.Name, "Test") && f.Name.Name != "TestMain" {
			names = append(names, f.Name.Name)
		}
	}
	return names, nil
}

// command runs a command and gives what it printed.
func command(name string, args ...string) ([]byte, error) {
	cmd := exec.Command(name, args...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", cmd, err)
	}
	return out, nil
}
