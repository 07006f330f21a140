package programs_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold"
	"github.com/twelvefold/twelvefold/conformance"
	"github.com/twelvefold/twelvefold/conformance/programs"
	"github.com/twelvefold/twelvefold/core/lox"
	"github.com/twelvefold/twelvefold/server/rest"
)

// Every program over REST, on each engine. There are no host functions there,
// so that those that ask for the time are not for it.
func TestREST(t *testing.T) {
	box, err := twelvefold.Open(twelvefold.Options{Engines: []string{"lox"}})
	require.NoError(t, err)
	defer box.Close()
	api := rest.New(box, rest.Options{Lox: lox.Options{MaxSource: lox.DefaultMaxSource, MaxOutput: 1 << 30}})
	defer api.Close()
	server := httptest.NewServer(api)
	defer server.Close()

	results := map[string]string{}
	for _, p := range all(t) {
		for _, engine := range []lox.Engine{lox.Tree, lox.Fast} {
			key := string(engine) + " " + p.Name
			if strings.Contains(p.Source, "clock") {
				results[key] = "n/a: no host functions over REST"
				continue
			}
			stdout, stderr, exit := runREST(t, server.URL, engine, p.Source)
			results[key] = outcome(t, key, p.Check(stdout, stderr, exit))
		}
	}
	require.NoError(t, conformance.WriteResults("../..", "programs-rest", results))
	t.Log(tally(results))
}

// outcome is a program's result for the report; what differs fails the test.
func outcome(t *testing.T, key string, differences []string) string {
	if len(differences) == 0 {
		return "passed"
	}
	t.Error(key, differences)
	return "failed: " + strings.Join(differences, "; ")
}

// tally counts results by their first word.
func tally(results map[string]string) map[string]int {
	counts := map[string]int{}
	for _, result := range results {
		word, _, _ := strings.Cut(result, ":")
		counts[word]++
	}
	return counts
}

// runREST gives what the book's interpreter would have written.
func runREST(t *testing.T, url string, engine lox.Engine, source string) (stdout, stderr string, exit int) {
	var program any = source
	if !utf8.ValidString(source) {
		program = map[string]any{"b64": []byte(source)}
	}
	body, err := json.Marshal(map[string]any{
		"op": "run", "args": map[string]any{"source": program, "name": "program.lox"},
		"options": map[string]any{"engine": engine, "std": true},
	})
	require.NoError(t, err)
	response, err := http.Post(url+"/v1/lox/call", "application/json", bytes.NewReader(body))
	require.NoError(t, err)
	defer response.Body.Close()
	var answer struct {
		Detail string
		Reply  struct {
			Output text
			Error  struct {
				Kind string
				Book text
			}
		}
	}
	require.NoError(t, json.NewDecoder(response.Body).Decode(&answer))
	require.Equal(t, http.StatusOK, response.StatusCode, answer.Detail)
	switch answer.Reply.Error.Kind {
	case "":
		exit = programs.ExitOK
	case "syntax":
		exit = programs.ExitCompileError
	default:
		exit = programs.ExitRuntimeError
	}
	return string(answer.Reply.Output), string(answer.Reply.Error.Book), exit
}

// text is a JSON string, or {"b64": "..."}.
type text []byte

func (s *text) UnmarshalJSON(p []byte) error {
	var plain string
	if json.Unmarshal(p, &plain) == nil {
		*s = text(plain)
		return nil
	}
	var coded struct{ B64 []byte }
	err := json.Unmarshal(p, &coded)
	*s = coded.B64
	return err
}
