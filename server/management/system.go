package management

import (
	"runtime"

	"github.com/prometheus/procfs"

	"github.com/twelvefold/twelvefold/core/amqp"
)

// openFiles is what the system says of this process' file descriptors.
type openFiles struct {
	used, limit int64
	known       bool // systems without /proc do not tell
}

func readOpenFiles() openFiles {
	self, err := procfs.Self()
	if err != nil {
		return openFiles{}
	}
	used, err := self.FileDescriptorsLen()
	if err != nil {
		return openFiles{}
	}
	limits, err := self.Limits()
	return openFiles{used: int64(used), limit: int64(limits.OpenFiles), known: err == nil}
}

// nodeSizes are those that the system and Go tell. RabbitMQ counts
// Erlang's processes where there are goroutines here; they have no limit.
type nodeSizes struct {
	files  openFiles
	memory runtime.MemStats
}

func readNodeSizes() *nodeSizes {
	n := &nodeSizes{files: readOpenFiles()}
	runtime.ReadMemStats(&n.memory)
	return n
}

// counters are all sizes that have rates.
func (n *nodeSizes) counters(tx *amqp.Tx) []counter {
	list := []counter{
		{"mem_used", int64(n.memory.HeapInuse)}, {"gc_num", int64(n.memory.NumGC)},
		{"proc_used", int64(runtime.NumGoroutine())}, {"sockets_used", int64(len(tx.Connections()))},
	}
	if n.files.known {
		list = append(list, counter{"fd_used", n.files.used})
	}
	if free, known := tx.DiskFree(); known {
		list = append(list, counter{"disk_free", free})
	}
	return list
}
