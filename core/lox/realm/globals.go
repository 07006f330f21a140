package realm

import (
	"maps"
	"slices"
	"strings"

	"github.com/twelvefold/twelvefold/core/lox/object"
)

// Globals are the variables that all programs of a realm share. A name has a
// slot from when it is first seen, and until it is defined an undefined value.
type Globals struct {
	// Values are the globals by slot. Engines index it; it grows by Slot.
	Values []object.Value
	names  []string
	byName map[string]int
	size   int
}

// Size is what the table of names holds, in bytes. Names are not forgotten.
func (g *Globals) Size() int { return g.size }

// copy makes g the copy of another table: names have the same slots.
func (g *Globals) copy(from *Globals, c *object.Copier) {
	g.names, g.byName, g.size = slices.Clone(from.names), maps.Clone(from.byName), from.size
	g.Values = make([]object.Value, len(from.Values))
	for slot, v := range from.Values {
		g.Values[slot] = c.Value(v)
	}
}

// Slot gives the slot of a name.
func (g *Globals) Slot(name string) int {
	if slot, ok := g.byName[name]; ok {
		return slot
	}
	name = strings.Clone(name) // which is a piece of a source
	g.size += object.NameSize + len(name)
	slot := len(g.names)
	g.names = append(g.names, name)
	g.Values = append(g.Values, object.Undefined)
	g.byName[name] = slot
	return slot
}

// Name gives the name of a slot.
func (g *Globals) Name(slot int) string { return g.names[slot] }

// Get reads a global by name.
func (g *Globals) Get(name string) (object.Value, bool) {
	slot, ok := g.byName[name]
	if !ok || g.Values[slot].IsUndefined() {
		return object.Nil, false
	}
	return g.Values[slot], true
}

// Names lists what is defined, sorted.
func (g *Globals) Names() []string {
	var defined []string
	for _, name := range slices.Sorted(maps.Keys(g.byName)) {
		if _, ok := g.Get(name); ok {
			defined = append(defined, name)
		}
	}
	return defined
}
