package lox_test

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// terminal is `twelvefold lox` on a terminal, and someone who types.
type terminal struct {
	t   *testing.T
	cmd *exec.Cmd
	pty *os.File

	mu     sync.Mutex
	screen strings.Builder // all that was written to it
	seen   int             // how much of that was waited for
	more   chan struct{}   // something was written
}

// patience is how long a word may take to appear. It is a guard against
// hanging, not a measure.
const patience = 2 * time.Minute

func start(t *testing.T, env []string, args ...string) *terminal {
	t.Helper()
	cmd := exec.Command(binary(t), append([]string{"lox"}, args...)...)
	cmd.Env = append(append(os.Environ(), "TERM=xterm", "NO_COLOR="), env...)
	master, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 40, Cols: 200})
	require.NoError(t, err)
	term := &terminal{t: t, cmd: cmd, pty: master, more: make(chan struct{}, 1)}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = master.Close()
	})
	go term.watch()
	return term
}

func (term *terminal) watch() {
	buf := make([]byte, 4096)
	for {
		n, err := term.pty.Read(buf)
		term.mu.Lock()
		term.screen.Write(buf[:n])
		term.mu.Unlock()
		select {
		case term.more <- struct{}{}:
		default:
		}
		if err != nil {
			return
		}
	}
}

// wait waits until text is written, behind what was waited for before.
func (term *terminal) wait(text string) {
	term.t.Helper()
	deadline := time.After(patience)
	for {
		term.mu.Lock()
		all := term.screen.String()
		at := strings.Index(all[term.seen:], text)
		if at >= 0 {
			term.seen += at + len(text)
		}
		term.mu.Unlock()
		if at >= 0 {
			return
		}
		select {
		case <-term.more:
		case <-deadline:
			term.t.Fatalf("waited for %q; the terminal shows %q", text, all)
		}
	}
}

func (term *terminal) typed(keys string) {
	term.t.Helper()
	_, err := io.WriteString(term.pty, keys)
	require.NoError(term.t, err)
}

// end types Ctrl-D and gives the exit code.
func (term *terminal) end() int {
	term.typed("\x04")
	_ = term.cmd.Wait()
	return term.cmd.ProcessState.ExitCode()
}

const (
	enter = "\r"
	tab   = "\t"
	up    = "\x1b[A"
	ctrlC = "\x03"
)

func TestTerminal(t *testing.T) {
	term := start(t, []string{"XDG_STATE_HOME=" + t.TempDir()}, "repl")
	term.wait("lox> ")
	t.Run("value", func(*testing.T) {
		term.typed("6 * 7" + enter)
		term.wait("42\r\n")
		term.wait("lox> ")
	})
	t.Run("lines", func(*testing.T) {
		term.typed("fun twice(n) {" + enter)
		term.wait("...  ")
		term.typed("return n * 2; }" + enter)
		term.wait("lox> ")
		term.typed("twice(4) +" + enter)
		term.wait("...  ")
		term.typed("1" + enter)
		term.wait("9\r\n")
		term.wait("lox> ")
	})
	t.Run("completion", func(*testing.T) {
		term.typed("twi" + tab)
		term.wait("twice")
		term.typed("(10)" + enter)
		term.wait("20\r\n")
		term.wait("lox> ")
		term.typed(":byt" + tab)
		term.wait(":bytecode")
		term.typed(" twice" + enter)
		term.wait("get_global")
		term.wait("lox> ")
	})
	t.Run("history", func(*testing.T) {
		term.typed(up + up)
		term.wait("twice(10)")
		term.typed(enter)
		term.wait("20\r\n")
		term.wait("lox> ")
		term.typed(up + up + up + up)
		term.wait("twice(4) + 1")
		term.typed(enter)
		term.wait("9\r\n")
		term.wait("lox> ")
	})
	t.Run("a line is given up", func(*testing.T) {
		// The editor takes Ctrl-C as a key once it shows what is typed.
		term.typed("fun (")
		term.wait("fun (")
		term.typed(ctrlC)
		term.wait("lox> ")
		term.typed("fun f(" + enter)
		term.wait("...  ")
		term.typed("a")
		term.wait("a")
		term.typed(ctrlC)
		term.wait("lox> ")
	})
	t.Run("a run is stopped", func(*testing.T) {
		term.typed("{ print \"be\" + \"gun\"; while (true) {} }" + enter)
		term.wait("begun\r\n")
		term.typed(ctrlC)
		term.wait("\x1b[1m<input ")
		term.wait("Cancelled.")
		term.wait("lox> ")
		term.typed("twice(50)" + enter)
		term.wait("100\r\n")
		term.wait("lox> ")
	})
	assert.Zero(t, term.end())
}

// The history outlives the session, unless that is not wanted.
func TestTerminalHistory(t *testing.T) {
	state := t.TempDir()
	file := filepath.Join(state, "twelvefold", "lox_history")
	session := func(flags ...string) *terminal {
		term := start(t, []string{"XDG_STATE_HOME=" + state}, append([]string{"repl"}, flags...)...)
		term.wait("lox> ")
		return term
	}
	term := session("--no-history")
	term.typed("1234" + enter)
	term.wait("1234\r\n")
	assert.Zero(t, term.end())
	assert.NoFileExists(t, file)

	term = session()
	term.typed("5678" + enter)
	term.wait("\n5678\r\n")
	assert.Zero(t, term.end())
	assert.Equal(t, "5678\n", content(t, file))

	term = session()
	term.typed(up)
	term.wait("5678")
	term.typed(enter)
	term.wait("\n5678\r\n")
	assert.Zero(t, term.end())
}

// On a terminal a program's output does not wait for more.
func TestTerminalLive(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.lox")
	require.NoError(t, os.WriteFile(file, []byte("print 1; while (true) {}"), 0o644))
	term := start(t, nil, "run", file)
	term.wait("1\r\n")
	term.typed(ctrlC)
	term.wait("Cancelled.")
}

// Colours are for terminals, where they are not turned off.
func TestTerminalColours(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.lox")
	require.NoError(t, os.WriteFile(file, []byte("nil + 1;"), 0o644))
	term := start(t, nil, "run", file)
	term.wait("\x1b[1;31m^^^^^^^\x1b[0m")
	term = start(t, []string{"NO_COLOR=1"}, "run", file)
	term.wait("\n  | ^^^^^^^\r\n")
}
