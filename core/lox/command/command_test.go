package command

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/lox"
	"github.com/twelvefold/twelvefold/core/world"
)

func open(t *testing.T, o lox.Options) *Session {
	s, err := New(world.World{}, o)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

// does runs an operation that succeeds.
func does(t *testing.T, s *Session, op, args string) string {
	reply, err := s.Do(context.Background(), op, []byte(args))
	require.NoError(t, err, "%s %s", op, args)
	require.True(t, json.Valid(reply), "%s", reply)
	return string(reply)
}

func refuses(t *testing.T, s *Session, op, args string) error {
	_, err := s.Do(context.Background(), op, []byte(args))
	require.Error(t, err, "%s %s", op, args)
	return err
}

// A fork goes on by itself, with an output and objects of its own.
func TestFork(t *testing.T) {
	var printed strings.Builder
	s := open(t, lox.Options{Output: &printed})
	reply := does(t, s, "eval", source(`var n = 1; class A {} A();`))
	require.Contains(t, reply, `"id":1`)
	fork, err := s.Fork(world.World{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, fork.Close()) })
	require.Contains(t, does(t, fork, "eval", source(`n = n + 1; print n;`)), `"output":"2\n"`)
	require.Contains(t, does(t, s, "eval", source(`print n;`)), `"output":"1\n"`)
	require.Equal(t, "2\n1\n", printed.String())
	require.ErrorIs(t, refuses(t, fork, "get", `{"of":{"id":1},"name":"x"}`), ErrNoObject)
	require.Contains(t, does(t, fork, "eval", source(`A();`)), `"id":2`)
	require.NoError(t, s.Close())
	_, err = s.Fork(world.World{})
	require.ErrorIs(t, err, lox.ErrClosed)
}

func source(text string) string {
	b, _ := json.Marshal(map[string]string{"source": text})
	return string(b)
}

func TestEval(t *testing.T) {
	s := open(t, lox.Options{})
	require.Contains(t, does(t, s, "eval", source("print 1; 2 + 3;")), `{"value":5,"output":"1\n","usage":{"steps":1,"output":2,"memory":`)
	err := refuses(t, s, "eval", source("print -nil;"))
	require.ErrorIs(t, err, lox.ErrRuntime)
	require.EqualError(t, err, "Operand must be a number. [line 1]")
	require.ErrorIs(t, refuses(t, s, "eval", source("print")), lox.ErrSyntax)
}

func TestRunAnswersErrorsAsData(t *testing.T) {
	s := open(t, lox.Options{MaxSteps: 100})
	var reply struct {
		Value  any
		Output string
		Usage  struct{ Steps int }
		Error  struct {
			Kind, Code, Message, Hint, Report, Book string
			Line                                    int
			Trace                                   []struct {
				Function, File           string
				Line, Start, End, Column int
			}
			Diagnostics []struct{ Where, Message, Text string }
		}
	}
	text := does(t, s, "run", `{"name":"a.lox","source":"print 1;\nfun f() {\n  return -nil;\n}\nf();"}`)
	require.NoError(t, json.Unmarshal([]byte(text), &reply))
	require.Equal(t, "1\n", reply.Output)
	require.Equal(t, "runtime runtime_error Operand must be a number. 3", strings.Join([]string{reply.Error.Kind, reply.Error.Code, reply.Error.Message, strconv.Itoa(reply.Error.Line)}, " "))
	require.Len(t, reply.Error.Trace, 2)
	require.Equal(t, "f", reply.Error.Trace[0].Function)
	require.Equal(t, "a.lox", reply.Error.Trace[0].File)
	require.Equal(t, 10, reply.Error.Trace[0].Column)
	require.Contains(t, reply.Error.Report, "a.lox:3:10: ")
	require.Equal(t, "Operand must be a number.\n[line 3] in f()\n[line 5] in script\n", reply.Error.Book)

	require.NoError(t, json.Unmarshal([]byte(does(t, s, "run", source("while (true) {}"))), &reply))
	require.Equal(t, []any{"steps", "limit_exceeded", 100}, []any{reply.Error.Kind, reply.Error.Code, reply.Usage.Steps})
	require.NoError(t, json.Unmarshal([]byte(does(t, s, "run", source("print 1 +;"))), &reply))
	require.Equal(t, []any{"syntax", "syntax_error", " at ';'"}, []any{reply.Error.Kind, reply.Error.Code, reply.Error.Diagnostics[0].Where})
	require.Contains(t, does(t, s, "run", source("7;")), `{"value":7,`)
}

func TestValuesGoBothWays(t *testing.T) {
	s := open(t, lox.Options{})
	for _, v := range []string{
		`null`, `true`, `false`, `0`, `-0.0`, `1`, `-2.5`, `1e+21`, `1e-07`, `100000000000000000000`, `""`, `"é\n\"😀"`,
		`{"number":"inf"}`, `{"number":"-inf"}`, `{"number":"nan"}`, `{"b64":"/w=="}`,
	} {
		require.Equal(t, `{}`, does(t, s, "set", `{"name":"v","value":`+v+`}`))
		require.Equal(t, `{"value":`+v+`}`, does(t, s, "get", `{"name":"v"}`))
	}
	for _, v := range []string{`[]`, `{}`, `{"number":"1"}`, `{"b64":"?"}`, `{"id":"1"}`} {
		require.ErrorIs(t, refuses(t, s, "set", `{"name":"v","value":`+v+`}`), lox.ErrType, v)
	}
	require.ErrorIs(t, refuses(t, s, "set", `{"name":"v","value":{"id":1}}`), ErrNoObject)
}

func TestObjectsAreNamed(t *testing.T) {
	s := open(t, lox.Options{})
	does(t, s, "eval", source(`class A { init(n) { this.n = n; } add(m) { return this.n + m; } } fun id(x) { return x; }`))
	require.Contains(t, does(t, s, "call", `{"function":"A","args":[3]}`), `{"value":{"object":"A instance","id":1},`)
	require.Contains(t, does(t, s, "call", `{"function":"id","args":[{"object":"A instance","id":1}]}`), `"id":1}`)
	require.Equal(t, `{"value":3}`, does(t, s, "get", `{"of":{"id":1},"name":"n"}`))
	require.Equal(t, `{}`, does(t, s, "set", `{"of":{"id":1},"name":"n","value":4}`))
	require.Equal(t, `{}`, does(t, s, "set", `{"name":"a","value":{"id":1}}`))
	require.Contains(t, does(t, s, "call", `{"function":"a.add","args":[1]}`), `{"value":5,`)
	require.Equal(t, `{}`, does(t, s, "set", `{"name":"a.n","value":6}`))
	require.Equal(t, `{"value":{"object":"<fn add>","id":2}}`, does(t, s, "get", `{"name":"a.add"}`))
	require.Contains(t, does(t, s, "call", `{"function":{"id":2},"args":[1]}`), `{"value":7,`)
	require.Equal(t, `{"globals":["A","a","id"]}`, does(t, s, "globals", ``))

	require.Equal(t, `{}`, does(t, s, "forget", `{"id":2}`))
	require.ErrorIs(t, refuses(t, s, "call", `{"function":{"id":2}}`), ErrNoObject)
	require.Equal(t, `{}`, does(t, s, "reset", ``))
	require.ErrorIs(t, refuses(t, s, "get", `{"of":{"id":1},"name":"n"}`), ErrNoObject)
	require.ErrorIs(t, refuses(t, s, "get", `{"name":"a"}`), lox.ErrNotDefined)
	require.Contains(t, does(t, s, "eval", source(`fun f() {} f;`)), `"id":3}`)
}

func TestOldObjectsAreForgotten(t *testing.T) {
	s := open(t, lox.Options{})
	does(t, s, "eval", source(`class A {}`))
	for range maxObjects + 5 {
		does(t, s, "call", `{"function":"A"}`)
	}
	require.Len(t, s.objects.byID, maxObjects)
	require.Len(t, s.objects.ids, maxObjects)
	require.ErrorIs(t, refuses(t, s, "set", `{"name":"a","value":{"id":5}}`), ErrNoObject)
	does(t, s, "set", `{"name":"a","value":{"id":6}}`)
}

// A program cannot make its host hold more than the limit by answering what it
// has made.
func TestNamedObjectsCount(t *testing.T) {
	s := open(t, lox.Options{MaxMemory: 1 << 20})
	make := source(`fun make() { var s = "abcdefgh"; for (var i = 0; i < 13; i = i + 1) s = s + s; fun f() { return s; } return f; } make();`)
	var err error
	for range 100 {
		if _, err = s.Do(context.Background(), "eval", []byte(make)); err != nil {
			break
		}
	}
	require.ErrorIs(t, err, lox.ErrMemory)
	does(t, s, "reset", ``)
	does(t, s, "eval", make)
}

func TestLongStringsStay(t *testing.T) {
	s := open(t, lox.Options{MaxOutput: 10})
	does(t, s, "eval", source(`"0123456789";`))
	require.ErrorIs(t, refuses(t, s, "eval", source(`"01234567890";`)), ErrValueTooLarge)
}

func TestCheck(t *testing.T) {
	s := open(t, lox.Options{})
	require.Equal(t, `{"diagnostics":[]}`, does(t, s, "check", source("print 1;")))
	require.Contains(t, does(t, s, "check", source("var a = ;\nreturn 1;")), `"text":"[line 1] Error at ';': Expect expression."`)
}

func TestTreeAndCode(t *testing.T) {
	s := open(t, lox.Options{})
	reply := does(t, s, "ast", source("print 1; // one"))
	require.Contains(t, reply, `"ast":{"tree":{"type":"Script"`)
	require.Contains(t, reply, `"text":"// one"`)
	require.Contains(t, does(t, s, "disasm", source("print 1;")), `{"text":"== script`)
	require.Contains(t, does(t, s, "disasm", source("print 1;")),
		`"functions":[{"name":"","line":1,"arity":0,"registers":2,"captures":[],"instructions":[{"offset":0,"start":6,"end":7,"line":1,"name":"const","operands":["r1","1"]},`)
	require.Contains(t, does(t, s, "disasm", source("while (true) print 1;")), `"target":2}`)
	require.Equal(t, `{"text":"print 1; // one\n"}`, does(t, s, "format", source("print  1 ;// one")))
	for _, op := range []string{"ast", "disasm", "format"} {
		require.ErrorIs(t, refuses(t, s, op, source("print")), lox.ErrSyntax)
	}
}

func TestStep(t *testing.T) {
	s := open(t, lox.Options{})
	text := `fun f(a) { print a; } var long = "` + strings.Repeat("é", 200) + `"; f(1);`
	args, _ := json.Marshal(map[string]any{"source": text, "at": 3})
	start := strings.Index(text, "print")
	require.JSONEq(t, `{
		"done":false,"at":3,"statement":{"start":`+strconv.Itoa(start)+`,"end":`+strconv.Itoa(start+8)+`,"line":1},
		"frames":[{"function":"f","line":1,"scopes":[{"id":1,"variables":[{"name":"a","value":1}]}]},{"function":"","line":1,"scopes":[]}],
		"globals":[{"name":"f","value":{"object":"<fn f>"}},{"name":"long","value":"`+strings.Repeat("é", 100)+`","length":400}],
		"output":"","steps":2}`, dropScript(does(t, s, "step", string(args))))
	require.Contains(t, does(t, s, "step", `{"source":"print -nil;","at":9}`), `"error":{"kind":"runtime"`)
}

// dropScript takes away the script's own scopes, which are empty.
func dropScript(state string) string {
	return strings.NewReplacer(`,{"id":2,"variables":[]}`, ``, `{"id":2,"variables":[]}`, ``).Replace(state)
}

func TestRefusals(t *testing.T) {
	s := open(t, lox.Options{MaxSource: 20})
	for args, want := range map[string]code.Code{
		`{`: code.InvalidArgument, `[]`: code.InvalidArgument, `{}`: code.InvalidArgument, `{"source":1}`: code.InvalidArgument,
		`{"source":"","x":1}`: code.InvalidArgument, `{"source":"` + strings.Repeat(" ", 21) + `"}`: code.TooLarge,
	} {
		for _, op := range []string{"eval", "run", "check", "ast", "disasm", "format", "step"} {
			require.Equal(t, want, code.Of(refuses(t, s, op, args)), "%s %s", op, args)
		}
	}
	require.ErrorIs(t, refuses(t, s, "no", ``), ErrUnknownOperation)
	require.ErrorIs(t, refuses(t, s, "call", `{"function":"f","args":1}`), ErrArguments)
	require.ErrorIs(t, refuses(t, s, "call", `{"function":"f"}`), lox.ErrNotDefined)
	require.ErrorIs(t, refuses(t, s, "set", `{"name":"not a name","value":1}`), lox.ErrName)
	require.ErrorIs(t, refuses(t, s, "set", `{"name":"f.a","value":1}`), lox.ErrNotDefined)
	for _, op := range Operations() {
		require.Equal(t, code.InvalidArgument, code.Of(refuses(t, s, op, `{"source":"","function":"f","name":"f","none":1}`)), op)
	}
}

func TestAHostFunctionCallsBack(t *testing.T) {
	s := open(t, lox.Options{})
	require.NoError(t, s.Interp().Define(lox.Func{Name: "again", Params: []lox.Type{lox.String}, Call: func(ctx context.Context, args []lox.Value) (any, error) {
		if _, err := s.Do(context.Background(), "stats", nil); !errors.Is(err, lox.ErrBusy) {
			return nil, errors.New("a stranger got in")
		}
		reply, err := s.Do(ctx, "eval", []byte(source(args[0].Text())))
		return string(reply), err
	}}))
	reply := does(t, s, "eval", source(`print "a"; var r = again("print 2; 3;"); print "b"; r;`))
	require.Contains(t, reply, `"output":"a\n2\nb\n"`)
	require.Contains(t, reply, `\"value\":3,\"output\":\"2\\n\"`)
}

func TestCloseCancels(t *testing.T) {
	s, err := New(world.World{}, lox.Options{Output: discard{}})
	require.NoError(t, err)
	begun := make(chan struct{})
	require.NoError(t, s.Interp().Define(lox.Func{Name: "begun", Call: func(context.Context, []lox.Value) (any, error) {
		close(begun)
		return nil, nil
	}}))
	ended := make(chan error)
	go func() {
		_, err := s.Do(context.Background(), "eval", []byte(source(`begun(); while (true) {}`)))
		ended <- err
	}()
	<-begun
	require.NoError(t, s.Close())
	require.ErrorIs(t, <-ended, lox.ErrCancelled)
	require.True(t, s.Closed())
	require.ErrorIs(t, refuses(t, s, "globals", ``), lox.ErrClosed)
	require.NoError(t, s.Close())
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

// FuzzDo holds any arguments at every operation to an answer in JSON or a
// refusal with a code.
func FuzzDo(f *testing.F) {
	for _, args := range []string{
		``, `{"source":"print 1;"}`, `{"function":"f","args":[1,{"id":1}]}`, `{"name":"a.b","value":{"number":"inf"}}`,
		`{"of":{"id":1},"name":"x"}`, `{"id":1}`, `{"source":"class A {} A();","at":1}`, `{"source":{"b64":"/w=="}}`,
	} {
		for op := range operations {
			f.Add(op, args)
		}
	}
	f.Fuzz(func(t *testing.T, op, args string) {
		s, err := New(world.World{}, lox.Options{MaxSteps: 1000, MaxMemory: 1 << 20, MaxOutput: 1 << 16})
		require.NoError(t, err)
		_, err = s.Do(context.Background(), "eval", []byte(source(`class A {} fun f(a) { return a; } A();`)))
		require.NoError(t, err)
		reply, err := s.Do(context.Background(), op, []byte(args))
		if err != nil {
			require.NotEqual(t, code.Internal, code.Of(err), err.Error())
			return
		}
		require.True(t, json.Valid(reply), "%s", reply)
	})
}
