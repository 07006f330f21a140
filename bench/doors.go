package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/twelvefold/twelvefold/core/bitcask"
	"github.com/twelvefold/twelvefold/core/lru"
	"github.com/twelvefold/twelvefold/core/redis"
	"github.com/twelvefold/twelvefold/core/redis/session"
	"github.com/twelvefold/twelvefold/core/redis/wire"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
	"github.com/twelvefold/twelvefold/core/world"
)

// The tasks that every door does, under the same names in bench/python/doors.py,
// bench/python/pure.py and bench/node/doors.mjs.
const (
	taskLRUGet      = "lru get, 100 bytes"
	taskLRUPut      = "lru put, 100 bytes, evicting"
	taskBitcaskPut  = "bitcask put, 1 KiB, in memory"
	taskBitcaskGet  = "bitcask get, 1 KiB, in memory"
	taskRedisSet    = "redis SET, 100 bytes"
	taskRedisGet    = "redis GET, 100 bytes"
	taskRollingMean = "quant rolling mean, 1e6 numbers, window 50"
	taskEWMA        = "quant EWMA, 1e6 numbers"
	taskCorrelation = "quant correlation, 1e6 pairs"
	taskMatMul      = "quant matrix product, 256 x 256"
)

var doorTasks = []string{taskLRUGet, taskLRUPut, taskBitcaskPut, taskBitcaskGet, taskRedisSet, taskRedisGet,
	taskRollingMean, taskEWMA, taskCorrelation, taskMatMul}

const sectionDoors = "doors: the same task through each"

// programs are the doors in other languages: each prints one JSON object,
// nanoseconds per operation by task.
type programs struct {
	python string // an interpreter that has the wheel installed
	node   string // a folder in which the npm package is installed
}

func (b *bench) doors(httpURL string, p programs) {
	b.inTurns("Go", goTasks())
	b.inTurns("REST (Go client)", restTasks(httpURL))
	figures := map[string]map[string]float64{}
	seconds := strconv.FormatFloat(b.perRound.Seconds(), 'f', -1, 64)
	for who, cmd := range map[string]*exec.Cmd{
		"Python binding": exec.Command(p.python, filepath.Join("python", "doors.py"), seconds),
		"pure Python":    exec.Command(p.python, filepath.Join("python", "pure.py"), seconds),
		"WASM in Node":   exec.Command("node", filepath.Join(p.node, "doors.mjs"), seconds),
	} {
		cmd.Stderr = os.Stderr
		var found map[string]float64
		check(json.Unmarshal(must(cmd.Output()), &found))
		figures[who] = found
	}
	for _, task := range doorTasks {
		for _, who := range []string{"Python binding", "WASM in Node", "pure Python"} {
			if ns, ok := figures[who][task]; ok {
				b.rows = append(b.rows, Row{sectionDoors, task, who, ns})
			}
		}
	}
}

func (b *bench) inTurns(who string, tasks map[string]func(n int)) {
	for _, task := range doorTasks {
		if run := tasks[task]; run != nil {
			b.compare(sectionDoors, task, contender{who, run})
		}
	}
}

// doorKeys keys are used in turn by every door.
const doorKeys = 1000

func doorKey(i int) []byte { return []byte("key:" + strconv.Itoa(i%doorKeys)) }

func goTasks() map[string]func(n int) {
	w := world.World{FS: memfs.New()}
	cache := must(lru.Open(w, lru.Options{MaxEntries: 2 * doorKeys}))
	small := must(lru.Open(w, lru.Options{MaxEntries: doorKeys / 2}))
	disk := must(bitcask.Open(w, bitcask.Options{Sync: bitcask.SyncNone}))
	conn := session.New(must(redis.Open(w, redis.Options{})), session.Options{})
	short, long := make([]byte, 100), make([]byte, 1024)
	do := func(args ...[]byte) {
		conn.Feed(time.Now(), wire.AppendRequest(nil, args...))
		if out := conn.Out(); len(out) == 0 || out[0] == '-' {
			panic("bench: " + string(out))
		}
	}
	for i := range doorKeys {
		check(cache.Put(doorKey(i), short))
		check(disk.Put(doorKey(i), long))
	}
	tasks := map[string]func(n int){
		taskLRUGet:     each(func(i int) { must(cache.Get(doorKey(i))) }),
		taskLRUPut:     each(func(i int) { check(small.Put(doorKey(i), short)) }),
		taskBitcaskPut: each(func(i int) { check(disk.Put(doorKey(i), long)) }),
		taskBitcaskGet: each(func(i int) { must(disk.Get(doorKey(i))) }),
		taskRedisSet:   each(func(i int) { do([]byte("SET"), doorKey(i), short) }),
		taskRedisGet:   each(func(i int) { do([]byte("GET"), doorKey(i)) }),
	}
	for name, run := range kernels() {
		tasks[name] = run
	}
	return tasks
}

func each(f func(i int)) func(n int) {
	return func(n int) {
		for i := range n {
			f(i)
		}
	}
}

// restTasks call the server's REST door over one kept connection.
func restTasks(base string) map[string]func(n int) {
	short, long := make([]byte, 100), make([]byte, 1024)
	call := func(method, path string, body []byte, contentType string) {
		req := must(http.NewRequest(method, base+path, bytes.NewReader(body)))
		req.Header.Set("Content-Type", contentType)
		res := must(http.DefaultClient.Do(req))
		text := must(io.ReadAll(res.Body))
		res.Body.Close()
		if res.StatusCode/100 != 2 {
			panic("bench: " + method + " " + path + ": " + string(text))
		}
	}
	keyed := func(method, engine string, body []byte) func(n int) {
		return each(func(i int) {
			call(method, "/v1/"+engine+"/keys/"+string(doorKey(i)), body, "application/octet-stream")
		})
	}
	command := func(args ...string) []byte {
		return []byte(`{"args":["` + strings.Join(args, `","`) + `"]}`)
	}
	for i := range doorKeys {
		call("PUT", "/v1/lru/keys/"+string(doorKey(i)), short, "application/octet-stream")
		call("PUT", "/v1/bitcask/keys/"+string(doorKey(i)), long, "application/octet-stream")
	}
	value := strings.Repeat("x", 100)
	return map[string]func(n int){
		taskLRUGet:     keyed("GET", "lru", nil),
		taskLRUPut:     keyed("PUT", "lru", short),
		taskBitcaskPut: keyed("PUT", "bitcask", long),
		taskBitcaskGet: keyed("GET", "bitcask", nil),
		taskRedisSet: each(func(i int) {
			call("POST", "/v1/redis/command", command("SET", string(doorKey(i)), value), "application/json")
		}),
		taskRedisGet: each(func(i int) {
			call("POST", "/v1/redis/command", command("GET", string(doorKey(i))), "application/json")
		}),
	}
}
