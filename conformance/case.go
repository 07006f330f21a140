package conformance

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"time"

	"go.yaml.in/yaml/v3"
)

// File is one group of cases of one engine.
type File struct {
	Engine string `yaml:"engine"`
	Group  string `yaml:"group"`
	Cases  []Case `yaml:"cases"`
}

// Case is a sequence of steps against a fresh engine.
type Case struct {
	Name  string         `yaml:"name"`
	Needs []string       `yaml:"needs"` // capabilities: resp3, wire, durable, clock
	Open  map[string]any `yaml:"open"`  // options of the engine
	Steps []Step         `yaml:"steps"`

	Engine, Group string `yaml:"-"`
}

// Key names the case among all: "redis/string/get-after-set".
func (c *Case) Key() string { return c.Engine + "/" + c.Group + "/" + c.Name }

// Step does one thing: a call (Do, Want), a move of the clock (Advance), or
// raw bytes (Raw, WantRaw, Closed).
type Step struct {
	Conn    int    `yaml:"conn"` // which connection, from 1; 0 means 1
	Do      []Arg  `yaml:"do"`
	Want    *Want  `yaml:"want"`
	Advance int    `yaml:"advance"` // milliseconds
	Raw     string `yaml:"raw"`
	WantRaw string `yaml:"want_raw"`
	Closed  bool   `yaml:"closed"`
}

// Duration is how far the step moves the clock.
func (s *Step) Duration() time.Duration { return time.Duration(s.Advance) * time.Millisecond }

// Arg is an argument of an operation: bytes, and where it was written as a
// number or a list of numbers, these too.
type Arg struct {
	Bytes  []byte
	Floats []float64 // of a list, or the one number
}

// UnmarshalYAML reads a string, a number, a list of numbers, {b64: ...}, or
// another mapping, which stands for its JSON text.
func (a *Arg) UnmarshalYAML(n *yaml.Node) error {
	switch n.Kind {
	case yaml.ScalarNode:
		a.Bytes = []byte(n.Value)
		if n.Tag == "!!int" || n.Tag == "!!float" {
			var f float64
			if err := n.Decode(&f); err != nil {
				return err
			}
			a.Floats = []float64{f}
		}
		return nil
	case yaml.SequenceNode:
		a.Floats = []float64{}
		return n.Decode(&a.Floats)
	case yaml.MappingNode:
		if len(n.Content) != 2 || n.Content[0].Value != "b64" {
			text, err := appendJSON(nil, n)
			a.Bytes = text
			return err
		}
		var err error
		a.Bytes, err = base64.StdEncoding.DecodeString(n.Content[1].Value)
		return err
	}
	return fmt.Errorf("line %d: not an argument", n.Line)
}

// Load reads all case files below dir, sorted by name. It refuses unknown
// fields, steps that do nothing and names that occur twice.
func Load(dir string) ([]Case, error) {
	var all []Case
	root := os.DirFS(dir)
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".yaml" {
			return err
		}
		cases, err := loadFile(root, name)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		all = append(all, cases...)
		return nil
	})
	if err == nil && len(all) == 0 {
		err = errors.New("no cases below " + dir)
	}
	return all, err
}

func loadFile(root fs.FS, name string) ([]Case, error) {
	r, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	var f File
	dec := yaml.NewDecoder(r)
	dec.KnownFields(true)
	if err := dec.Decode(&f); err != nil {
		return nil, err
	}
	if want := f.Engine + "/" + f.Group + ".yaml"; want != name {
		return nil, fmt.Errorf("engine and group say %s", want)
	}
	var seen []string
	for i := range f.Cases {
		c := &f.Cases[i]
		c.Engine, c.Group = f.Engine, f.Group
		if slices.Contains(seen, c.Name) {
			return nil, fmt.Errorf("two cases are called %q", c.Name)
		}
		seen = append(seen, c.Name)
		if err := c.check(); err != nil {
			return nil, fmt.Errorf("%s: %w", c.Name, err)
		}
	}
	return f.Cases, nil
}

func (c *Case) check() error {
	for i, s := range c.Steps {
		does := 0
		for _, b := range []bool{len(s.Do) > 0, s.Advance > 0, s.Raw != "" || s.Closed} {
			if b {
				does++
			}
		}
		if does != 1 {
			return fmt.Errorf("step %d must have one of do, advance, raw", i+1)
		}
		if len(s.Do) > 0 && s.Want == nil {
			return fmt.Errorf("step %d wants nothing", i+1)
		}
	}
	if len(c.Steps) == 0 {
		return errors.New("no steps")
	}
	return nil
}
