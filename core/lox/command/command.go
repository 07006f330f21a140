package command

import (
	"context"
	"errors"
	"io"
	"sync"

	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/jsontext"
	"github.com/twelvefold/twelvefold/core/lox"
	"github.com/twelvefold/twelvefold/core/world"
)

// The refusals of this package; all others are the interpreter's.
var (
	ErrUnknownOperation = code.New(code.UnknownCommand, "lox: unknown operation")
	ErrArguments        = code.New(code.InvalidArgument, "lox: wrong arguments")
	// ErrNoObject: an id was never given out, or too long ago.
	ErrNoObject = code.New(code.NotFound, "lox: no object of that id")
	// ErrValueTooLarge: with MaxOutput set, no longer string leaves.
	ErrValueTooLarge = code.New(code.TooLarge, "lox: string is longer than max_output")
)

// Session is an interpreter of its own, driven by text. It may be used by
// several goroutines, but runs for one at a time, as the interpreter does:
// what comes meanwhile is refused with lox.ErrBusy.
type Session struct {
	world world.World
	in    *lox.Interp
	tee   io.Writer

	mu      sync.Mutex
	cancel  context.CancelFunc // guarded by mu: of the call that goes on, nil where none does
	closed  bool               // guarded by mu
	printed []byte             // guarded by mu: by the call that goes on
	objects objects            // guarded by mu
}

// New opens an interpreter. o.Output, if any, gets what is printed beside the
// replies.
//
// Errors: those of lox.Open.
func New(w world.World, o lox.Options) (*Session, error) {
	s := &Session{world: w, tee: o.Output}
	o.Output = writer(s.print)
	in, err := lox.Open(w, o)
	if err != nil {
		return nil, err
	}
	s.in = in
	return s, nil
}

// Fork makes an independent copy of the session in another world, as
// lox.Interp.Fork does. The ids of its objects are unknown to the copy, and not
// given out again there.
//
// Errors: lox.ErrBusy, lox.ErrClosed.
func (s *Session) Fork(w world.World) (*Session, error) {
	in, err := s.in.Fork(w)
	if err != nil {
		return nil, err
	}
	fork := &Session{world: w, in: in, tee: s.tee}
	s.mu.Lock()
	fork.objects = s.objects.none()
	s.mu.Unlock()
	return fork, in.SetOutput(writer(fork.print))
}

// Interp is the interpreter, to define functions of the host, and to use
// beside Do. A function of the host may call Do with its context.
func (s *Session) Interp() *lox.Interp { return s.in }

// insideKey finds in a context the session that it is running in.
type insideKey struct{}

// Do runs one operation. The reply is a JSON object.
//
// Errors: ErrUnknownOperation, ErrArguments, ErrNoObject, ErrValueTooLarge,
// and the interpreter's.
func (s *Session) Do(ctx context.Context, op string, args []byte) (reply []byte, err error) {
	run, ok := operations[op]
	if !ok {
		return nil, ErrUnknownOperation.With(errors.New(op))
	}
	c := &call{session: s, reply: &jsontext.Writer{}}
	if c.args, err = parseArgs(args); err != nil {
		return nil, err
	}
	if ctx.Value(insideKey{}) != s {
		if ctx, err = s.enter(ctx); err != nil {
			return nil, err
		}
		defer s.leave()
	}
	c.ctx = ctx
	if err := run(c); err != nil {
		return nil, err
	}
	return c.reply.End(), nil
}

// call is one operation at work.
type call struct {
	session *Session
	ctx     context.Context
	args    *args
	reply   *jsontext.Writer
}

// enter begins a call that is in no other.
func (s *Session) enter(ctx context.Context) (context.Context, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.closed:
		return nil, lox.ErrClosed
	case s.cancel != nil:
		return nil, lox.ErrBusy
	}
	ctx, s.cancel = context.WithCancel(context.WithValue(ctx, insideKey{}, s))
	s.printed = nil
	return ctx, nil
}

func (s *Session) leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cancel()
	s.cancel = nil
	if s.closed {
		_ = s.in.Close() // it is idle, so there is no error
	}
}

// Close ends the session, and cancels what it runs without waiting for it.
// Closing twice is no error.
func (s *Session) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	if s.cancel != nil {
		s.cancel()
		return nil
	}
	return s.in.Close()
}

// Closed tells that Close was called.
func (s *Session) Closed() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closed
}

// writer makes an io.Writer of a function.
type writer func(p []byte) error

func (w writer) Write(p []byte) (int, error) { return len(p), w(p) }

func (s *Session) print(p []byte) error {
	s.mu.Lock()
	if s.cancel != nil { // what Interp runs by itself has no reply to stand in
		s.printed = append(s.printed, p...)
	}
	s.mu.Unlock()
	if s.tee == nil {
		return nil
	}
	_, err := s.tee.Write(p)
	return err
}

// output is what was printed since there were from bytes.
func (s *Session) output(from int) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return string(s.printed[from:])
}

func (s *Session) outputSize() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.printed)
}
