package door

import (
	"encoding/json"
	"errors"

	"github.com/twelvefold/twelvefold/core/lox"
)

// LoxErrorDetail gives what Python's exception has beyond code and text, as a
// JSON object; nil where err is no error of a program.
func LoxErrorDetail(err error) []byte {
	var e *lox.Error
	if !errors.As(err, &e) {
		return nil
	}
	detail := loxDetail{
		Kind: e.Kind(), Message: e.Message, Hint: e.Hint, Line: e.Line(), Skipped: e.Skipped,
		Trace: []loxFrame{}, Diagnostics: []loxDiagnostic{},
		Report: e.Report(), Book: e.Book(),
	}
	if inner, ok := err.(*innerError); ok {
		detail.Number = inner.number
	}
	for _, f := range e.Trace {
		detail.Trace = append(detail.Trace, loxFrame{f.Function, f.Source.Name, f.Line(), f.Source.Column(f.At.Start)})
	}
	for _, d := range e.Diagnostics {
		detail.Diagnostics = append(detail.Diagnostics,
			loxDiagnostic{d.Line, e.Source.Column(d.At.Start), d.Where, d.Message, d.Hint})
	}
	text, err := json.Marshal(detail)
	if err != nil {
		return nil
	}
	return text
}

type loxDetail struct {
	Kind        string          `json:"kind"`
	Message     string          `json:"message"`
	Hint        string          `json:"hint"`
	Line        int             `json:"line"`
	Trace       []loxFrame      `json:"trace"`
	Skipped     int             `json:"skipped"`
	Diagnostics []loxDiagnostic `json:"diagnostics"`
	Report      string          `json:"report"`
	Book        string          `json:"book"`
	Number      int64           `json:"number"` // of innerError
}

type loxFrame struct {
	Function string `json:"function"`
	Source   string `json:"source"`
	Line     int    `json:"line"`
	Column   int    `json:"column"`
}

type loxDiagnostic struct {
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Where   string `json:"where"`
	Message string `json:"message"`
	Hint    string `json:"hint"`
}
