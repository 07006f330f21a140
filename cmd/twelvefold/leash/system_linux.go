package leash

import (
	"bytes"
	"os"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// self is this binary, also after the file was replaced by a newer one.
func self() string { return "/proc/self/exe" }

// becomeSubreaper makes the orphans among this process' descendants its
// children. It cannot fail on a kernel that Go runs on (3.4 has it).
func becomeSubreaper() {
	_ = unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
}

// attributes of the command: it dies with the keeper's thread.
func attributes(own bool) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: own, Pdeathsig: syscall.SIGKILL}
}

// endGroup has nothing to do: endAll has found everything.
func endGroup(int) {}

// children lists this process' children, by /proc.
func children() (pids []int) {
	dir, err := os.Open("/proc")
	if err != nil {
		return nil
	}
	defer dir.Close()
	names, _ := dir.Readdirnames(-1)
	me := os.Getpid()
	for _, name := range names {
		pid, err := strconv.Atoi(name)
		if err != nil {
			continue
		}
		if parent(name) == me {
			pids = append(pids, pid)
		}
	}
	return pids
}

// parent reads the fourth field of /proc/PID/stat (proc(5)); 0 if the process
// is gone. The second field is a name in parentheses, which may hold anything.
func parent(pid string) int {
	stat, err := os.ReadFile("/proc/" + pid + "/stat")
	if err != nil {
		return 0
	}
	fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
	if len(fields) < 2 {
		return 0
	}
	ppid, _ := strconv.Atoi(string(fields[1]))
	return ppid
}
