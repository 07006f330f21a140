package wire

// Table is a field table. Order is kept, and so are names that come twice.
type Table []Field

// Field is a name with a value. Its Go type is the type on the wire:
//
//	t bool     b int8     s int16    I int32    l int64 (read as L too)
//	f float32  B uint8    u uint16   i uint32   D Decimal
//	d float64  S string   x []byte   A Array    T Timestamp
//	F Table    V nil
//
// These are RabbitMQ's; the specification has other letters for some, which no
// client uses (rabbitmq.com/amqp-0-9-1-errata).
type Field struct {
	Name  string
	Value any
}

// Array is a list of values, of the types that a Field may have.
type Array []any

// Decimal is Value divided by 10 to the power of Scale.
type Decimal struct {
	Scale uint8
	Value uint32
}

// Timestamp is in seconds since 1970.
type Timestamp uint64

// Get gives the value of the first field with that name.
func (t Table) Get(name string) (value any, ok bool) {
	if i := t.index(name); i >= 0 {
		return t[i].Value, true
	}
	return nil, false
}

// Set gives the first field with that name a value, or adds one at the end.
func (t *Table) Set(name string, value any) {
	if i := t.index(name); i >= 0 {
		(*t)[i].Value = value
		return
	}
	*t = append(*t, Field{name, value})
}

// Delete takes away every field with that name.
func (t *Table) Delete(name string) {
	kept := (*t)[:0]
	for _, f := range *t {
		if f.Name != name {
			kept = append(kept, f)
		}
	}
	clear((*t)[len(kept):])
	*t = kept
}

func (t Table) index(name string) int {
	for i := range t {
		if t[i].Name == name {
			return i
		}
	}
	return -1
}

// Clone copies the table and all that it holds.
func (t Table) Clone() Table {
	if t == nil {
		return nil
	}
	c := make(Table, len(t))
	for i, f := range t {
		c[i] = Field{f.Name, cloneValue(f.Value)}
	}
	return c
}

func cloneValue(v any) any {
	switch v := v.(type) {
	case []byte:
		return append([]byte{}, v...)
	case Table:
		return v.Clone()
	case Array:
		c := make(Array, len(v))
		for i := range v {
			c[i] = cloneValue(v[i])
		}
		return c
	}
	return v
}
