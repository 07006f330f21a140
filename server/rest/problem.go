package rest

import (
	"errors"
	"net/http"

	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/server/rest/api"
)

// The errors of this door; all others are the engines' own.
var (
	errNoPath       = code.New(code.NotFound, "rest: there is nothing at this path")
	errNotOpen      = code.New(code.NotFound, "rest: the engine is not open here")
	errBadRequest   = code.New(code.InvalidArgument, "rest: the request does not follow the schema")
	errBodyTooLarge = code.New(code.TooLarge, "rest: the body is over the size limit")
	errNoStats      = code.New(code.Internal, "rest: the engine's numbers are of no known kind")
	errOrigin       = code.New(code.NotAllowed, "rest: pages of this origin may not use the API")
	errMediaType    = code.New(code.InvalidArgument, "rest: the body is not of the media type that the operation takes")
	errNoSession    = code.New(code.NotFound, "rest: there is no such session; it may have expired")
	errSessions     = code.New(code.LimitExceeded, "rest: too many sessions are open")
	errLoxBusy      = code.New(code.LimitExceeded, "rest: too many Lox programs run at once")
	errGone         = code.New(code.Cancelled, "rest: the client has gone")
	errPanic        = code.New(code.Internal, "rest: a defect in twelvefold")
	errReplies      = code.New(code.TooLarge, "rest: the replies are over 256 MiB")
	errNoReply      = code.New(code.Unsupported, "rest: the command has no reply of its own; use the Redis port")
	errUnfinished   = code.New(code.Internal, "rest: a Redis reply was cut short")
)

// problem answers with an error's own code and text.
func problem(w http.ResponseWriter, _ *http.Request, err error) {
	c := code.Of(err)
	status, known := code.HTTPStatus[c]
	if !known {
		c, status = code.Internal, http.StatusInternalServerError
	}
	api.WriteProblem(w, status, c, err.Error())
}

// badRequest answers what the generated code could not read.
func badRequest(w http.ResponseWriter, r *http.Request, err error) {
	problem(w, r, bodyError(err))
}

// bodyError gives an error of reading a body its code.
func bodyError(err error) error {
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return errBodyTooLarge
	}
	return errBadRequest.With(err)
}
