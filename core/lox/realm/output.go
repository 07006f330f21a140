package realm

import "github.com/twelvefold/twelvefold/core/lox/object"

// Output is where print writes to.
type Output struct {
	// Write takes the text in pieces, in order; nil drops it. It must keep no
	// reference.
	Write func(p []byte) error

	limit   int64
	written int64
	buf     []byte
}

// bufferSize is up to where output is gathered.
const bufferSize = 4 << 10

// Print writes a value and a line's end.
func (r *Realm) Print(v object.Value) error {
	o := &r.Output
	if v.Kind() == object.KindString && len(v.Text()) >= bufferSize {
		// A long string is checked before it is copied.
		if err := o.check(int64(len(v.Text())) + 1); err != nil {
			return err
		}
	}
	start := len(o.buf)
	o.buf = append(object.Append(o.buf, v, r.Style), '\n')
	n := int64(len(o.buf) - start)
	if err := o.check(n); err != nil {
		o.buf = o.buf[:start]
		return err
	}
	o.written += n
	if len(o.buf) >= bufferSize {
		return o.Flush()
	}
	return nil
}

func (o *Output) check(n int64) error {
	if o.limit > 0 && o.written+n > o.limit {
		return Fail(OutputLimit, "Output limit reached.")
	}
	return nil
}

// Start begins a run that has printed nothing.
func (o *Output) Start(limit int64) { o.limit, o.written = limit, 0 }

// Written is how many bytes the run has printed.
func (o *Output) Written() int64 { return o.written }

// Flush writes what is gathered.
func (o *Output) Flush() error {
	p := o.buf
	o.buf = o.buf[:0]
	if cap(o.buf) > 16*bufferSize {
		o.buf = nil // one long string is no reason to keep its room
	}
	if len(p) == 0 || o.Write == nil {
		return nil
	}
	if err := o.Write(p); err != nil {
		return &Error{Kind: Host, Message: "print: " + err.Error(), Cause: err}
	}
	return nil
}
