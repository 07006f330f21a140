// Package leash runs a command of which nothing outlives the caller, however
// the caller ends.
//
//	code, err := leash.Run(leash.Command{Args: []string{"npm", "test"}, Env: env})
//
// A process that is killed with SIGKILL cannot clean up after itself, so Run
// starts a keeper: this same binary once more, which starts the command and
// outlives its caller by as much as it takes to clean up.
//
//	caller (the engines) --line--> keeper --> command --> whatever it starts
//
// The line is a pipe. What the caller writes to it are signals to hand to the
// command, a byte each; its end, which the kernel brings about however the
// caller dies, tells the keeper to kill. On Linux the keeper is a subreaper
// (prctl(2), PR_SET_CHILD_SUBREAPER): each orphan below it becomes its child,
// so that even what has daemonised is found, level by level, and no process
// id can be reused before it is reaped. Should the keeper itself be killed,
// the kernel kills the command (PR_SET_PDEATHSIG) and hands the rest to the
// caller, a subreaper too.
//
// Elsewhere there are no subreapers, and only the command's process group is
// killed.
//
// # The terminal
//
// With a terminal as standard input the command stays in the caller's process
// group: the terminal itself sends it Ctrl-C and Ctrl-Z, and job control works
// as without twelvefold. SIGINT and SIGQUIT are then not handed on, or they
// would come twice. Without a terminal the command gets a group of its own and
// is handed every signal that the caller gets.
package leash
