package leash

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

// keeperLine is where the keeper finds its end of the line: the first after
// standard error.
const keeperLine = 3

// ownGroup tells the keeper that there is no terminal.
const ownGroup = "--own-group"

// grace is how long what is left over may take to end after SIGTERM.
const grace = 300 * time.Millisecond

func keeperArgs(c Command, terminal bool) []string {
	args := append([]string{}, c.Keeper...)
	if !terminal {
		args = append(args, ownGroup)
	}
	return append(append(args, "--"), c.Args...)
}

// Keep is the keeper: it starts the command in args (what Run appended to
// Command.Keeper) and gives the code to exit with once nothing of it is left.
func Keep(args []string) int {
	// PR_SET_PDEATHSIG counts from the thread that started the child: that
	// one must stay.
	runtime.LockOSThread()
	becomeSubreaper()
	own := len(args) > 0 && args[0] == ownGroup
	if own {
		args = args[1:]
	}
	if len(args) < 2 || args[0] != "--" {
		fmt.Fprintln(os.Stderr, "twelvefold: the keeper is only for `twelvefold run`")
		return CodeNotExecutable
	}
	// The keeper lives as long as the command does. What the terminal sends
	// to the whole group is received and dropped; ignoring it would make the
	// command ignore it too.
	listen(make(chan os.Signal, 1), handed)

	command := exec.Command(args[1], args[2:]...)
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
	command.SysProcAttr = attributes(own)
	if err := command.Start(); err != nil {
		fmt.Fprintln(os.Stderr, "twelvefold:", err)
		return startCode(err)
	}
	go obey(os.NewFile(keeperLine, "line"), command.Process)
	code := await(command.Process.Pid)
	endAll(grace)
	if own {
		endGroup(command.Process.Pid)
	}
	return code
}

// startCode is what a shell would exit with.
func startCode(err error) int {
	if errors.Is(err, exec.ErrNotFound) || errors.Is(err, fs.ErrNotExist) {
		return CodeNotFound
	}
	return CodeNotExecutable
}

// obey hands on the signals that come down the line, and ends everything when
// the line ends.
func obey(line *os.File, command *os.Process) {
	syscall.CloseOnExec(keeperLine)
	next := make([]byte, 1)
	for {
		if _, err := line.Read(next); err != nil {
			break
		}
		_ = command.Signal(syscall.Signal(next[0]))
	}
	// The caller is dead. Await reaps the command, and Keep does the rest.
	_ = command.Signal(syscall.SIGTERM)
	time.Sleep(grace)
	_ = command.Kill()
}

// await reaps whatever ends until it is pid, and gives its exit code.
func await(pid int) int {
	for {
		var status syscall.WaitStatus
		ended, err := syscall.Wait4(-1, &status, 0, nil)
		switch {
		case err == syscall.EINTR:
		case err != nil: // cannot be: pid is a child and not yet reaped
			return CodeNotExecutable
		case ended == pid:
			return codeOf(status)
		}
	}
}

// endAll ends every child, and the children that come to this process as their
// parents end, until there is none. After the grace it kills.
func endAll(grace time.Duration) {
	deadline := time.Now().Add(grace)
	asked := map[int]bool{}
	for reapEnded() {
		kill := !time.Now().Before(deadline)
		for _, pid := range children() {
			switch {
			case kill:
				_ = syscall.Kill(pid, syscall.SIGKILL)
			case !asked[pid]:
				asked[pid] = true
				_ = syscall.Kill(pid, syscall.SIGTERM)
				_ = syscall.Kill(pid, syscall.SIGCONT) // a stopped one would not hear it
			}
		}
		time.Sleep(2 * time.Millisecond)
	}
}

// reapEnded reaps the children that have ended and tells whether any are left.
func reapEnded() bool {
	for {
		ended, err := syscall.Wait4(-1, nil, syscall.WNOHANG, nil)
		switch {
		case err == syscall.EINTR:
		case err != nil: // ECHILD
			return false
		case ended == 0:
			return true
		}
	}
}
