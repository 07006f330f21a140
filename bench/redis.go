package main

import (
	"encoding/csv"
	"net"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// redis runs redis-benchmark, Redis' own load generator, against the binary
// and against redis-server, in turns.
func (b *bench) redis(addr string) {
	realAddr, stop := startRedisServer()
	defer stop()
	servers := []redisServer{{"twelvefold serve", addr}, {"redis-server 7.0", realAddr}}
	for _, pipeline := range []string{"1", "16"} {
		section := "redis: over the wire, 50 clients, pipelines of " + pipeline + ", redis-benchmark"
		requests := int(b.perRound.Seconds() * 100_000)
		if pipeline == "16" {
			requests *= 4
		}
		b.redisInTurns(section, servers, pipeline, requests)
	}
}

// redisServer is a contender: its name in the report, and where it listens.
type redisServer struct{ who, addr string }

// redisInTurns makes the rows of a section: a task after the other, and of each
// the servers' medians.
func (b *bench) redisInTurns(section string, servers []redisServer, pipeline string, requests int) {
	figures := map[Row][]float64{} // by a row without its figure
	var tasks []string
	for range b.rounds {
		for _, s := range servers {
			for _, r := range redisBenchmark(s.addr, pipeline, requests) {
				if !slices.Contains(tasks, r.Task) {
					tasks = append(tasks, r.Task)
				}
				row := Row{Section: section, Task: r.Task, Who: s.who}
				figures[row] = append(figures[row], r.NsPerOp)
			}
		}
	}
	for _, task := range tasks {
		for _, s := range servers {
			row := Row{Section: section, Task: task, Who: s.who}
			f := figures[row]
			slices.Sort(f)
			row.NsPerOp = f[len(f)/2]
			b.rows = append(b.rows, row)
		}
	}
}

// redisBenchmark gives a row per test, in nanoseconds a request over all
// clients together.
func redisBenchmark(addr, pipeline string, requests int) []Row {
	host, port, _ := net.SplitHostPort(addr)
	out := must(exec.Command("redis-benchmark", "-h", host, "-p", port, "-P", pipeline, "-n", strconv.Itoa(requests),
		"-r", "100000", "-d", "100", "-t", "set,get,incr,lpush,rpop,sadd,hset,mset", "--csv").Output())
	var rows []Row
	for _, record := range must(csv.NewReader(strings.NewReader(string(out))).ReadAll())[1:] {
		perSecond := must(strconv.ParseFloat(record[1], 64))
		rows = append(rows, Row{Task: record[0], NsPerOp: 1e9 / perSecond})
	}
	return rows
}

func startRedisServer() (addr string, stop func()) {
	l := must(net.Listen("tcp", "127.0.0.1:0"))
	addr = l.Addr().String()
	l.Close()
	_, port, _ := net.SplitHostPort(addr)
	cmd := exec.Command("redis-server", "--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
	check(cmd.Start())
	waitFor(addr)
	return addr, func() { stopProcess(cmd) }
}

func waitFor(addr string) {
	for range 500 {
		if c, err := net.Dial("tcp", addr); err == nil {
			c.Close()
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	panic("bench: nothing listens on " + addr)
}

func stopProcess(cmd *exec.Cmd) {
	check(cmd.Process.Signal(syscall.SIGTERM))
	_ = cmd.Wait() // a signal's exit code is what we asked for
}
