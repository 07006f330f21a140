package frames

import (
	"errors"
	"flag"
	"net"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/session"
	"github.com/twelvefold/twelvefold/core/clock"
	"github.com/twelvefold/twelvefold/core/world"
	"github.com/twelvefold/twelvefold/tests/amqp/rabbitmq"
)

var update = flag.Bool("update", false, "write testdata/answers.txt anew, from RabbitMQ")

const answersFile = "testdata/answers.txt"

// answers reads RabbitMQ's, by the script's name.
func answers(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile(answersFile)
	require.NoError(t, err)
	all := map[string]string{}
	for _, part := range strings.Split(string(text), "\n## ")[1:] {
		name, lines, _ := strings.Cut(part, "\n")
		all[name] = strings.TrimRight(lines, "\n") + "\n"
	}
	return all
}

// TestTwelvefold runs the scripts on sessions in process.
func TestTwelvefold(t *testing.T) {
	want := answers(t)
	for _, s := range scripts {
		t.Run(s.name, func(t *testing.T) {
			db, err := amqp.Open(world.World{Clock: clock.NewManual(time.Unix(1_700_000_000, 0)), Seed: 1}, amqp.Options{InMemory: true})
			require.NoError(t, err)
			defer db.Close()
			c := session.New(db, session.Options{})
			var sent []byte
			for _, p := range [][]byte{s.opening(), s.send} {
				c.Feed(db.World().Now(), p)
				sent = append(sent, c.Out()...)
			}
			expected := want[s.name]
			if d, ok := deviations[s.name]; ok {
				require.NotEqual(t, expected, d.answer, "the deviation is none any more")
				expected = d.answer
			}
			require.Equal(t, expected, transcript(sent, c.Done()))
		})
	}
}

func (s *script) opening() []byte {
	if s.handshake != nil {
		return s.handshake
	}
	return tuned(2047, 131072)
}

// TestRabbitMQ runs them against the real server.
func TestRabbitMQ(t *testing.T) {
	server, err := rabbitmq.Start(t.Context(), rabbitmq.Options{WithoutManagement: true})
	if errors.Is(err, rabbitmq.ErrNotInstalled) {
		t.Skip(err)
	}
	require.NoError(t, err)
	defer server.Stop()
	u, err := url.Parse(server.AMQPURL)
	require.NoError(t, err)
	if *update {
		text := "What RabbitMQ 3.10.8 answers to each script; written by go test -update.\n"
		for i := range scripts {
			text += "\n## " + scripts[i].name + "\n" + ask(t, u.Host, &scripts[i], "")
		}
		require.NoError(t, os.WriteFile(answersFile, []byte(text), 0o644))
	}
	want := answers(t)
	for i := range scripts {
		s := &scripts[i]
		t.Run(s.name, func(t *testing.T) {
			require.Equal(t, want[s.name], ask(t, u.Host, s, want[s.name]))
		})
	}
}

const (
	// patience is how long a server may take to say what is wanted of it.
	patience = 30 * time.Second
	// quiet is how long it must say nothing more to be done, and unhurried the
	// same where nobody knows what is to come.
	quiet     = 300 * time.Millisecond
	unhurried = 3 * time.Second
)

// ask runs a script on a socket. The handshake is sent in its own time: a
// server may close before it has read what follows. If want is "", what the
// server says until it falls silent is the answer.
func ask(t *testing.T, addr string, s *script, want string) string {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	require.NoError(t, err)
	defer c.Close()
	answered := func(sent []byte) bool { return transcript(sent, false) == want }
	opened := answered
	if len(s.send) > 0 {
		opened = func(sent []byte) bool { return strings.Contains(transcript(sent, false), "channel.open-ok") }
	}
	silence := quiet
	if want == "" {
		silence = unhurried
	}
	_, err = c.Write(s.opening())
	require.NoError(t, err)
	sent, closed := listen(t, c, nil, silence, opened)
	if closed || len(s.send) == 0 {
		return transcript(sent, closed)
	}
	if _, err := c.Write(s.send); err != nil {
		return transcript(sent, true)
	}
	return transcript(listen(t, c, sent, silence, answered))
}

// listen adds to sent what comes, until nothing has for so long: once all is
// there that is wanted, or if nobody knows what that is.
func listen(t *testing.T, c net.Conn, sent []byte, silence time.Duration, complete func([]byte) bool) (all []byte, closed bool) {
	t.Helper()
	p := make([]byte, 64<<10)
	for {
		wait := patience
		if silence == unhurried || complete(sent) {
			wait = silence
		}
		require.NoError(t, c.SetReadDeadline(time.Now().Add(wait)))
		n, err := c.Read(p)
		sent = append(sent, p[:n]...)
		if errors.Is(err, os.ErrDeadlineExceeded) {
			return sent, false
		}
		if err != nil {
			return sent, true
		}
	}
}

// TestScriptsDiffer holds that no script is there twice, nor without bytes.
func TestScriptsDiffer(t *testing.T) {
	names := map[string]bool{}
	for _, s := range scripts {
		require.False(t, names[s.name], s.name)
		names[s.name] = true
		require.NotEmpty(t, append(append([]byte{}, s.handshake...), s.send...), s.name)
	}
}
