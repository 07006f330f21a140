package rest

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/twelvefold/twelvefold/core/lox"
	"github.com/twelvefold/twelvefold/core/lox/command"
	"github.com/twelvefold/twelvefold/server/rest/api"
)

// loxConn is a command session as sessions keep it.
type loxConn struct{ *command.Session }

// Done is never: an interpreter does not end by itself.
func (c *loxConn) Done() bool { return false }

// Interrupt cancels what the interpreter runs, so that Close need not wait.
func (c *loxConn) Interrupt() { _ = c.Session.Close() }

// Close ends the interpreter, which is idle: that is no error.
func (c *loxConn) Close(error) { _ = c.Session.Close() }

// openLox makes an interpreter as a request asks for it, within the server's
// limits.
func (o *operations) openLox(asked *api.LoxOptions) (*loxConn, error) {
	if o.box.Lox == nil {
		return nil, errNotOpen
	}
	session, err := command.New(o.box.World, loxOptions(o.options.Lox, asked))
	if err != nil {
		return nil, err
	}
	return &loxConn{session}, nil
}

// loxOptions are the server's own where a request asks for nothing, or for
// more.
func loxOptions(own lox.Options, asked *api.LoxOptions) lox.Options {
	if asked == nil {
		return own
	}
	own.Engine = lox.Engine(valueOr(asked.Engine, api.LoxOptionsEngine(own.Engine)))
	own.Std = valueOr(asked.Std, own.Std)
	if own.Std && asked.MaxDepth == nil {
		own.MaxDepth = lox.BookMaxDepth
	}
	own.MaxSteps = lower(own.MaxSteps, asked.MaxSteps)
	own.MaxMemory = int(lower(int64(own.MaxMemory), asked.MaxMemory))
	own.MaxDepth = int(lower(int64(own.MaxDepth), asked.MaxDepth))
	own.MaxOutput = lower(own.MaxOutput, asked.MaxOutput)
	own.MaxSource = int(lower(int64(own.MaxSource), asked.MaxSource))
	own.Timeout = time.Duration(lower(own.Timeout.Milliseconds(), asked.TimeoutMs)) * time.Millisecond
	return own
}

// lower takes what a request asks for, but where that is more, or 0, which
// would be no limit. Below 0 it is left to the engine to refuse.
func lower(own int64, asked *int64) int64 {
	if asked == nil || *asked == 0 || *asked > own {
		return own
	}
	return *asked
}

// loxReply is JSON that core/lox/command has written, as the schema has it.
type loxReply []byte

// VisitRunLoxResponse makes it an answer of RunLox.
func (r loxReply) VisitRunLoxResponse(w http.ResponseWriter) error { return r.write(w) }

// VisitCheckLoxResponse makes it an answer of CheckLox.
func (r loxReply) VisitCheckLoxResponse(w http.ResponseWriter) error { return r.write(w) }

// VisitFormatLoxResponse makes it an answer of FormatLox.
func (r loxReply) VisitFormatLoxResponse(w http.ResponseWriter) error { return r.write(w) }

// VisitLoxCallResponse makes it an answer of LoxCall.
func (r loxReply) VisitLoxCallResponse(w http.ResponseWriter) error {
	return loxReply(append(append([]byte(`{"reply":`), r...), '}')).write(w)
}

func (r loxReply) write(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", "application/json")
	_, err := w.Write(append(r, '\n'))
	return err
}

// RunLox runs a program.
func (o *operations) RunLox(ctx context.Context, r api.RunLoxRequestObject) (api.RunLoxResponseObject, error) {
	return o.program(ctx, "run", r.Body)
}

// CheckLox reads one.
func (o *operations) CheckLox(ctx context.Context, r api.CheckLoxRequestObject) (api.CheckLoxResponseObject, error) {
	return o.program(ctx, "check", r.Body)
}

// FormatLox writes one as all look.
func (o *operations) FormatLox(ctx context.Context, r api.FormatLoxRequestObject) (api.FormatLoxResponseObject, error) {
	return o.program(ctx, "format", r.Body)
}

// program does something with a program in an interpreter of its own.
func (o *operations) program(ctx context.Context, op string, p *api.LoxProgram) (loxReply, error) {
	conn, err := o.openLox(p.Options)
	if err != nil {
		return nil, err
	}
	defer conn.Close(nil)
	args, err := json.Marshal(api.LoxProgram{Source: p.Source, Name: p.Name})
	if err != nil {
		return nil, err
	}
	return o.runLox(ctx, conn, op, args)
}

// runLox runs one operation when there is a place for it. ctx ends with the
// client's connection, and the operation with it.
func (o *operations) runLox(ctx context.Context, conn *loxConn, op string, args []byte) (loxReply, error) {
	if err := o.loxRuns.begin(ctx); err != nil {
		return nil, err
	}
	before := conn.Interp().Stats()
	reply, err := conn.Do(ctx, op, args)
	o.loxRuns.end(before, conn.Interp().Stats())
	return reply, err
}

// LoxCall runs one operation.
func (o *operations) LoxCall(ctx context.Context, r api.LoxCallRequestObject) (api.LoxCallResponseObject, error) {
	var args []byte
	if r.Body.Args != nil {
		args = *r.Body.Args
	}
	conn, release, err := o.loxSessions.borrow(r.Body.Session, func() (*loxConn, error) { return o.openLox(r.Body.Options) })
	if err != nil {
		return nil, err
	}
	defer release()
	return o.runLox(ctx, conn, r.Body.Op, args)
}

// CreateLoxSession opens an interpreter that lasts.
func (o *operations) CreateLoxSession(_ context.Context, r api.CreateLoxSessionRequestObject) (api.CreateLoxSessionResponseObject, error) {
	one, err := o.loxSessions.create(func() (*loxConn, error) { return o.openLox(r.Body) })
	if err != nil {
		return nil, err
	}
	return api.CreateLoxSession201JSONResponse{Session: one.id, IdleMs: o.loxSessions.idle.Milliseconds()}, nil
}

// DeleteLoxSession closes one.
func (o *operations) DeleteLoxSession(_ context.Context, r api.DeleteLoxSessionRequestObject) (api.DeleteLoxSessionResponseObject, error) {
	if !o.loxSessions.remove(r.Session) {
		return nil, errNoSession
	}
	return api.DeleteLoxSession204Response{}, nil
}

func loxStats(s lox.Stats) api.LoxStats {
	return api.LoxStats{
		Engine: api.Lox, Runs: s.Runs, Errors: s.Errors, Steps: s.Steps, Output: s.Output,
		Memory: s.Memory, Globals: int64(s.Globals),
	}
}
