package session

import (
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/twelvefold/twelvefold/core/redis/command"
)

// infoSection writes one section of INFO.
type infoSection struct {
	name  string
	usual bool // part of plain INFO
	write func(i *infoText)
}

// infoSections are in the order in which INFO tells them.
var infoSections = []infoSection{
	{"server", true, (*infoText).server},
	{"clients", true, (*infoText).clients},
	{"memory", true, (*infoText).memory},
	{"persistence", true, (*infoText).persistence},
	{"stats", true, (*infoText).stats},
	{"replication", true, (*infoText).replication},
	{"cpu", true, func(*infoText) {}}, // what the process used is not known here
	{"modules", true, func(*infoText) {}},
	{"commandstats", false, (*infoText).commandStats},
	{"latencystats", false, func(*infoText) {}}, // nothing is timed
	{"errorstats", true, (*infoText).errorStats},
	{"cluster", true, func(i *infoText) { i.number("cluster_enabled", 0) }},
	{"keyspace", true, (*infoText).keyspace},
}

// infoText gathers the answer.
type infoText struct {
	*Conn
	b []byte
}

// line writes "name:value". It and number stay calls: inlined for each of the
// hundred lines they are a hundred times the code.
//
//go:noinline
func (i *infoText) line(name, value string) {
	i.b = append(append(append(append(i.b, name...), ':'), value...), "\r\n"...)
}

//go:noinline
func (i *infoText) number(name string, n int64) { i.line(name, strconv.FormatInt(n, 10)) }

// info writes the sections asked for; "everything" and "all" are all of them,
// "default" those of plain INFO.
func (c *Conn) info() {
	wanted := func(s infoSection) bool { return s.usual }
	if names := c.call.Args[1:]; len(names) > 0 {
		wanted = func(s infoSection) bool {
			return slices.ContainsFunc(names, func(n []byte) bool { return wantsSection(string(n), s) })
		}
	}
	i := infoText{Conn: c}
	for _, s := range infoSections {
		if !wanted(s) {
			continue
		}
		if len(i.b) > 0 {
			i.b = append(i.b, "\r\n"...)
		}
		title := strings.ToUpper(s.name[:1]) + s.name[1:]
		if s.name == "cpu" {
			title = "CPU"
		}
		i.b = append(append(append(i.b, "# "...), title...), "\r\n"...)
		s.write(&i)
	}
	c.reply.Verbatim("txt", string(i.b))
}

// wantsSection tells whether a name given to INFO means a section.
func wantsSection(name string, s infoSection) bool {
	switch name = strings.ToLower(name); name {
	case "all", "everything":
		return true
	case "default":
		return s.usual
	}
	return name == s.name
}

// server has the fields that clients read; what is not known here is left away
// or empty.
func (i *infoText) server() {
	s := i.Conn.server
	up := seconds(i.now.Sub(s.started))
	i.line("redis_version", Version)
	i.line("redis_git_sha1", "00000000")
	i.line("redis_git_dirty", "0")
	i.line("redis_mode", "standalone")
	i.line("os", runtime.GOOS+" "+runtime.GOARCH)
	i.number("arch_bits", strconv.IntSize)
	i.line("server_name", "twelvefold")
	i.number("process_id", int64(s.opts.Process))
	i.line("run_id", s.runID)
	i.number("tcp_port", int64(s.opts.Port))
	i.number("server_time_usec", i.now.UnixMicro())
	i.number("uptime_in_seconds", up)
	i.number("uptime_in_days", up/int64(24*time.Hour/time.Second))
	i.line("hz", findParameter("hz").value(i.Conn))
	i.line("configured_hz", findParameter("hz").value(i.Conn))
	i.line("executable", "")
	i.line("config_file", "")
}

func (i *infoText) clients() {
	blocked := int64(0)
	all := i.Conn.server.clients()
	for _, c := range all {
		if c.postponed {
			blocked++
		}
	}
	i.number("connected_clients", int64(len(all)))
	i.number("cluster_connections", 0)
	i.number("maxclients", int64(i.Conn.server.opts.MaxClients))
	i.number("blocked_clients", blocked)
	i.number("tracking_clients", 0)
	i.number("clients_in_timeout_table", 0)
}

// memory tells what the whole process holds: a store's share of it is not
// known.
func (i *infoText) memory() {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	used, held := int64(m.HeapAlloc), int64(m.Sys-m.HeapReleased)
	i.number("used_memory", used)
	i.line("used_memory_human", human(used))
	i.number("used_memory_rss", held)
	i.line("used_memory_rss_human", human(held))
	i.number("mem_clients_normal", i.Conn.server.waits.sum())
	i.number("maxmemory", 0)
	i.line("maxmemory_human", "0B")
	i.line("maxmemory_policy", "noeviction")
	i.line("mem_allocator", "go")
	i.number("lazyfree_pending_objects", 0)
}

// human writes bytes with one of the units that Redis uses.
func human(n int64) string {
	f, unit := float64(n), "B"
	for _, next := range []string{"K", "M", "G", "T"} {
		if f < 1024 {
			break
		}
		f, unit = f/1024, next
	}
	if unit == "B" {
		return strconv.FormatInt(n, 10) + unit
	}
	return strconv.FormatFloat(f, 'f', 2, 64) + unit
}

// persistence tells that there is none: nothing loads, nothing is saved.
func (i *infoText) persistence() {
	for _, name := range []string{"loading", "async_loading"} {
		i.number(name, 0)
	}
	i.number("rdb_changes_since_last_save", int64(i.tx.Stats().Changes))
	i.number("rdb_bgsave_in_progress", 0)
	i.number("rdb_last_save_time", i.Conn.server.started.Unix())
	i.line("rdb_last_bgsave_status", "ok")
	i.number("aof_enabled", 0)
	i.number("aof_rewrite_in_progress", 0)
	i.number("aof_rewrite_scheduled", 0)
	i.line("aof_last_bgrewrite_status", "ok")
	i.line("aof_last_write_status", "ok")
}

func (i *infoText) stats() {
	s, store := i.Conn.server, i.tx.Stats()
	i.number("total_connections_received", int64(s.received()))
	i.number("total_commands_processed", int64(store.Commands))
	i.number("rejected_connections", 0)
	i.number("expired_keys", int64(store.ExpiredKeys))
	i.number("evicted_keys", 0)
	i.number("evicted_clients", 0)
	i.number("keyspace_hits", int64(store.Hits))
	i.number("keyspace_misses", int64(store.Misses))
	i.number("pubsub_channels", 0)
	i.number("pubsub_patterns", 0)
	i.number("latest_fork_usec", 0)
	i.number("total_forks", 0)
	i.number("unexpected_error_replies", 0)
	i.number("total_error_replies", int64(s.refused))
}

// replication is that of a master without replicas.
func (i *infoText) replication() {
	i.line("role", "master")
	i.number("connected_slaves", 0)
	i.line("master_failover_state", "no-failover")
	i.line("master_replid", i.Conn.server.runID)
	i.line("master_replid2", strings.Repeat("0", runIDLen))
	i.number("master_repl_offset", 0)
	i.number("second_repl_offset", -1)
	i.number("repl_backlog_active", 0)
	i.number("repl_backlog_size", 1<<20)
	i.number("repl_backlog_first_byte_offset", 0)
	i.number("repl_backlog_histlen", 0)
}

// commandStats has a line for each command that was called or refused. Times
// are 0: nothing is timed.
func (i *infoText) commandStats() {
	for r := range command.Table {
		row := &command.Table[r]
		i.commandLine(row)
		for j := range row.Sub {
			i.commandLine(&row.Sub[j])
		}
	}
}

// commandLine is the line of one command or subcommand.
func (i *infoText) commandLine(row *command.Command) {
	n := i.Conn.server.stats(row)
	if n.calls == 0 && n.rejected == 0 {
		return
	}
	i.line("cmdstat_"+row.Full(), "calls="+strconv.FormatUint(n.calls, 10)+",usec=0,usec_per_call=0.00,rejected_calls="+
		strconv.FormatUint(n.rejected, 10)+",failed_calls="+strconv.FormatUint(n.failed, 10))
}

// errorStats counts error replies by their first word.
func (i *infoText) errorStats() {
	s := i.Conn.server
	words := make([]string, 0, len(s.errors))
	for word := range s.errors {
		words = append(words, word)
	}
	slices.Sort(words)
	for _, word := range words {
		i.line("errorstat_"+word, "count="+strconv.FormatUint(s.errors[word], 10))
	}
}

// keyspace has a line for each database that is not empty.
func (i *infoText) keyspace() {
	for _, d := range i.tx.Databases() {
		i.line("db"+strconv.Itoa(d.Index), "keys="+strconv.Itoa(d.Keys)+",expires="+strconv.Itoa(d.Expires)+",avg_ttl=0")
	}
}
