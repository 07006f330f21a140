package repl

import (
	"os"
	"path/filepath"

	"github.com/google/renameio/v2"
	"github.com/peterh/liner"
)

// HistoryFile is where lines are kept from session to session: below the
// folder that the XDG Base Directory Specification has for state. It is empty
// where there is no home folder.
func HistoryFile() string {
	state := os.Getenv("XDG_STATE_HOME")
	if state == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return ""
		}
		state = filepath.Join(home, ".local", "state")
	}
	return filepath.Join(state, "twelvefold", "lox_history")
}

// historyFile is that file. Lines are added as they are typed, so that neither
// a second session nor the end of this one loses any. Errors are passed over:
// the session is worth more than its history.
type historyFile struct{ path string }

// load gives the editor the history, and shortens a file that has grown long.
func (h *historyFile) load(into *liner.State) {
	file, err := os.Open(h.path)
	if err != nil {
		return
	}
	defer file.Close()
	if lines, err := into.ReadHistory(file); err != nil || lines < 2*liner.HistoryLimit {
		return
	}
	short, err := renameio.NewPendingFile(h.path, renameio.WithExistingPermissions())
	if err != nil {
		return
	}
	defer func() { _ = short.Cleanup() }()
	if _, err := into.WriteHistory(short); err == nil {
		_ = short.CloseAtomicallyReplace()
	}
}

func (h *historyFile) add(line string) {
	if h.path == "" || os.MkdirAll(filepath.Dir(h.path), 0o700) != nil {
		return
	}
	file, err := os.OpenFile(h.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return
	}
	_, _ = file.WriteString(line + "\n")
	_ = file.Close()
}
