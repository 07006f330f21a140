package frames

import (
	"errors"
	"flag"
	"io"
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
			text += "\n## " + scripts[i].name + "\n" + ask(t, u.Host, &scripts[i])
		}
		require.NoError(t, os.WriteFile(answersFile, []byte(text), 0o644))
	}
	want := answers(t)
	for i := range scripts {
		s := &scripts[i]
		t.Run(s.name, func(t *testing.T) {
			require.Equal(t, want[s.name], ask(t, u.Host, s))
		})
	}
}

// quiet is how long a server must say nothing to be done.
const quiet = 300 * time.Millisecond

// ask runs a script on a socket. The handshake is sent in its own time: a
// server may close before it has read what follows.
func ask(t *testing.T, addr string, s *script) string {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	require.NoError(t, err)
	defer c.Close()
	var sent []byte
	closed := false
	for _, p := range [][]byte{s.opening(), s.send} {
		if len(p) == 0 {
			continue
		}
		_, err := c.Write(p)
		if err != nil {
			closed = true
			break
		}
		var more []byte
		more, closed = listen(t, c)
		sent = append(sent, more...)
	}
	return transcript(sent, closed)
}

func listen(t *testing.T, c net.Conn) (sent []byte, closed bool) {
	t.Helper()
	p := make([]byte, 64<<10)
	for {
		require.NoError(t, c.SetReadDeadline(time.Now().Add(quiet)))
		n, err := c.Read(p)
		sent = append(sent, p[:n]...)
		if errors.Is(err, os.ErrDeadlineExceeded) {
			return sent, false
		}
		if errors.Is(err, io.EOF) || err != nil {
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
