package api

import (
	"encoding/json"
	"net/http"

	"github.com/twelvefold/twelvefold/core/code"
)

// WriteProblem answers with an error as RFC 9457 has it: the code, its title
// in the schema, and the text of the one error at hand.
func WriteProblem(w http.ResponseWriter, status int, c code.Code, detail string) {
	body, err := json.Marshal(Problem{
		Type: "about:blank", Title: code.Title[c], Status: status, Code: ErrorCode(c), Detail: &detail,
	})
	if err != nil { // no part of it can fail
		panic(err)
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	_, _ = w.Write(append(body, '\n'))
}
