package leash

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"golang.org/x/term"
)

// Codes with which a shell tells that a command could not be run (POSIX, Shell
// Command Language, 2.8.2).
const (
	CodeNotExecutable = 126
	CodeNotFound      = 127
	codeSignal        = 128 // plus the signal's number
)

// Command is what to run. Standard input, output and error are the caller's.
type Command struct {
	Args []string // the program, found by PATH, and its arguments
	Env  []string // "NAME=value"
	// Keeper are the arguments with which this binary calls Keep; Run appends
	// its own.
	Keeper []string
}

// Run runs the command to its end and gives the code to exit with: its own, or
// 128+n if signal n killed it. An error means that the keeper could not run.
func Run(c Command) (code int, err error) {
	hold, line, err := os.Pipe()
	if err != nil {
		return 0, fmt.Errorf("leash: %w", err)
	}
	defer line.Close()
	terminal := term.IsTerminal(int(os.Stdin.Fd()))

	// From here on signals are for the command. Those that come before it
	// runs wait in the pipe.
	signals := make(chan os.Signal, 16)
	listen(signals, handed)
	defer signal.Stop(signals)

	becomeSubreaper()
	keeper := exec.Command(self(), keeperArgs(c, terminal)...)
	keeper.Args[0] = "twelvefold-keeper" // so that a kill by name spares it
	keeper.Env = c.Env
	keeper.Stdin, keeper.Stdout, keeper.Stderr = os.Stdin, os.Stdout, os.Stderr
	keeper.ExtraFiles = []*os.File{hold} // becomes keeperLine
	if err := keeper.Start(); err != nil {
		return 0, fmt.Errorf("leash: %w", err)
	}
	_ = hold.Close()

	ended := make(chan error, 1)
	go func() { ended <- keeper.Wait() }()
	for {
		select {
		case s := <-signals:
			if !(terminal && byKeyboard(s)) {
				_, _ = line.Write([]byte{byte(s.(syscall.Signal))})
			}
		case err := <-ended:
			endAll(0)
			return exitCode(err)
		}
	}
}

// handed are the signals that the command is to get. SIGTSTP, SIGTTIN and
// SIGTTOU keep their default: they stop the caller, and so the whole job.
var handed = []os.Signal{
	syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTERM,
	syscall.SIGUSR1, syscall.SIGUSR2, syscall.SIGCONT, syscall.SIGWINCH,
}

// byKeyboard tells the signals that a terminal sends to the whole process
// group.
func byKeyboard(s os.Signal) bool {
	switch s {
	case syscall.SIGINT, syscall.SIGQUIT, syscall.SIGCONT, syscall.SIGWINCH:
		return true
	}
	return false
}

// listen asks for signals, but leaves alone those that are ignored: under
// nohup, and in a shell's background job, the command shall ignore them too.
func listen(to chan<- os.Signal, signals []os.Signal) {
	for _, s := range signals {
		if !signal.Ignored(s) {
			signal.Notify(to, s)
		}
	}
}

// exitCode reads how the keeper ended, which is how the command did.
func exitCode(err error) (int, error) {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0, nil
	case !errors.As(err, &exit):
		return 0, fmt.Errorf("leash: %w", err)
	}
	return codeOf(exit.Sys().(syscall.WaitStatus)), nil
}

func codeOf(s syscall.WaitStatus) int {
	if s.Signaled() {
		return codeSignal + int(s.Signal())
	}
	return s.ExitStatus()
}
