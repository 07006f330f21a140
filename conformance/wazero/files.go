package wazero

import (
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"

	"github.com/twelvefold/twelvefold/core/vfs"
)

// Error numbers of WASI preview 1, which the functions give as a negative
// result.
const (
	ebadf   = -8
	ebusy   = -10
	eexist  = -20
	efault  = -21
	einval  = -28
	eio     = -29
	enoent  = -44
	enospc  = -51
	enotsup = -58
	erofs   = -69
)

// kinds are the errors that a guest can tell apart, with their numbers.
var kinds = []struct {
	kind  error
	errno int32
}{
	{vfs.ErrNotExist, enoent}, {vfs.ErrExist, eexist}, {vfs.ErrNoSpace, enospc}, {vfs.ErrBusy, ebusy},
	{vfs.ErrClosed, ebadf}, {vfs.ErrReadOnly, erofs}, {vfs.ErrInvalidName, einval}, {vfs.ErrUnsupported, enotsup},
}

func errno(err error) int32 {
	if err == nil {
		return 0
	}
	for _, k := range kinds {
		if errors.Is(err, k.kind) {
			return k.errno
		}
	}
	return eio
}

// files gives one guest the functions fs_* over an FS. The table of handles is
// the guest's own.
type files struct {
	fs   vfs.FS
	open map[int32]io.Closer // vfs.File, or what Lock gave
	last int32
}

// release closes what a guest has left open.
func (f *files) release() {
	for _, c := range f.open {
		c.Close()
	}
	f.open = nil
}

func (f *files) add(c io.Closer, err error) int32 {
	if err != nil {
		return errno(err)
	}
	f.last++
	f.open[f.last] = c
	return f.last
}

// call is one call of the guest: its memory and its arguments.
type call struct {
	memory api.Memory
	stack  []uint64
}

func (c call) int(i int) int32      { return api.DecodeI32(c.stack[i]) }
func (c call) offset(i int) int64   { return int64(api.DecodeF64(c.stack[i])) }
func (c call) name(i int) string    { b, _ := c.bytes(i); return string(b) }
func (c call) flags(i int) vfs.Flag { return vfs.Flag(c.stack[i]) }

// bytes is a view of the guest's memory, by address and length.
func (c call) bytes(i int) ([]byte, bool) {
	return c.memory.Read(uint32(c.stack[i]), uint32(c.stack[i+1]))
}

// instantiate adds the import module "twelvefold" to the runtime: the files,
// the functions of the host, and the clock that the guest's world has if not a
// manual one.
func (f *files) instantiate(ctx context.Context, r wazero.Runtime, host *hostCalls) error {
	const i32, f64 = api.ValueTypeI32, api.ValueTypeF64
	b := r.NewHostModuleBuilder("twelvefold")
	// A panic must not run through the guest's frames: it becomes EIO.
	define := func(name string, run func(c call) float64, result api.ValueType, params ...api.ValueType) {
		wrapped := func(_ context.Context, m api.Module, stack []uint64) {
			answer := float64(eio)
			defer func() {
				recover()
				if result == f64 {
					stack[0] = api.EncodeF64(answer)
				} else {
					stack[0] = api.EncodeI32(int32(answer))
				}
			}()
			answer = run(call{m.Memory(), stack})
		}
		b.NewFunctionBuilder().WithGoModuleFunction(api.GoModuleFunc(wrapped), params, []api.ValueType{result}).Export(name)
	}
	act := func(name string, run func(c call) int32, params ...api.ValueType) {
		define(name, func(c call) float64 { return float64(run(c)) }, i32, params...)
	}
	act("fs_open", func(c call) int32 { return f.openFile(c.name(0), c.flags(2)) }, i32, i32, i32)
	act("fs_read_at", f.readAt, i32, i32, i32, f64)
	act("fs_write_at", f.writeAt, i32, i32, i32, f64)
	act("fs_truncate", func(c call) int32 {
		return f.with(c, func(file vfs.File) int32 { return errno(file.Truncate(c.offset(1))) })
	}, i32, f64)
	act("fs_sync", func(c call) int32 {
		return f.with(c, func(file vfs.File) int32 { return errno(file.Sync()) })
	}, i32)
	define("fs_size", f.size, f64, i32)
	act("fs_close", f.close, i32)
	act("fs_remove", func(c call) int32 { return errno(f.fs.Remove(c.name(0))) }, i32, i32)
	act("fs_rename", func(c call) int32 { return errno(f.fs.Rename(c.name(0), c.name(2))) }, i32, i32, i32, i32)
	act("fs_list", f.list, i32, i32, i32, i32)
	act("fs_sync_dir", func(c call) int32 { return errno(f.fs.SyncDir(c.name(0))) }, i32, i32)
	act("fs_lock", func(c call) int32 { return f.lock(c.name(0)) }, i32, i32)
	act("host_call", host.call, i32, i32, i32)
	act("host_stopped", host.ask, i32)
	clockNow := func() float64 { return float64(time.Now().UnixMicro()) / 1000 }
	b.NewFunctionBuilder().WithFunc(clockNow).Export("clock_now")
	_, err := b.Instantiate(ctx)
	return err
}

// with runs do on the file whose handle is the first argument.
func (f *files) with(c call, do func(vfs.File) int32) int32 {
	file, ok := f.open[c.int(0)].(vfs.File)
	if !ok {
		return ebadf
	}
	return do(file)
}

func (f *files) openFile(name string, flags vfs.Flag) int32 {
	file, err := f.fs.Open(name, flags)
	return f.add(file, err)
}

func (f *files) lock(name string) int32 {
	locker, ok := f.fs.(vfs.Locker)
	if !ok {
		return enotsup
	}
	held, err := locker.Lock(name)
	return f.add(held, err)
}

func (f *files) readAt(c call) int32 {
	return f.with(c, func(file vfs.File) int32 {
		into, ok := c.bytes(1)
		if !ok {
			return efault
		}
		n, err := file.ReadAt(into, c.offset(3))
		if err != nil && !errors.Is(err, io.EOF) {
			return errno(err)
		}
		return int32(n)
	})
}

func (f *files) writeAt(c call) int32 {
	return f.with(c, func(file vfs.File) int32 {
		from, ok := c.bytes(1)
		if !ok {
			return efault
		}
		n, err := file.WriteAt(from, c.offset(3))
		if err != nil {
			return errno(err)
		}
		return int32(n)
	})
}

// size answers with a float64: a file may be larger than an int32 can say.
func (f *files) size(c call) float64 {
	size := int64(ebadf)
	if file, ok := f.open[c.int(0)].(vfs.File); ok {
		n, err := file.Size()
		if size = n; err != nil {
			size = int64(errno(err))
		}
	}
	return float64(size)
}

func (f *files) close(c call) int32 {
	h := c.int(0)
	open, ok := f.open[h]
	if !ok {
		return ebadf
	}
	delete(f.open, h)
	return errno(open.Close())
}

// list writes the names, each with a NUL behind it, if they fit, and answers
// with the length that they need.
func (f *files) list(c call) int32 {
	names, err := f.fs.List(c.name(0))
	if err != nil {
		return errno(err)
	}
	packed := ""
	if len(names) > 0 {
		packed = strings.Join(names, "\x00") + "\x00"
	}
	into, ok := c.bytes(2)
	if !ok {
		return efault
	}
	if len(packed) <= len(into) {
		copy(into, packed)
	}
	return int32(len(packed))
}
