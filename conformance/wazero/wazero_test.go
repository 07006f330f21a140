package wazero_test

import (
	"context"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/conformance"
	"github.com/twelvefold/twelvefold/conformance/wazero"
	"github.com/twelvefold/twelvefold/core/bitcask"
	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/vfs"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
	"github.com/twelvefold/twelvefold/core/vfs/osfs"
	"github.com/twelvefold/twelvefold/core/world"
)

const root = "../.."

// modulePath names a module that has been built already, such as the one that
// goes into the npm package.
var modulePath = flag.String("module", "", "path of core.wasm; built anew if empty")

// runtime loads the module, once for all tests: compiling takes seconds.
var runtime *wazero.Runtime

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(run(m))
}

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "wazero")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	if *modulePath == "" {
		*modulePath = filepath.Join(dir, "core.wasm")
		build := exec.Command("go", "build", "-buildmode=c-shared", "-tags", "hostfs", "-ldflags", "-s -w", "-o", *modulePath, "./bindings-wasm/wasm")
		build.Dir = root
		build.Env = append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm")
		if out, err := build.CombinedOutput(); err != nil {
			os.Stderr.Write(out)
			panic(err)
		}
	}
	module, err := os.ReadFile(*modulePath)
	if err != nil {
		panic(err)
	}
	if runtime, err = wazero.NewRuntime(module, filepath.Join(root, ".cache", "wazero")); err != nil {
		panic(err)
	}
	return m.Run()
}

// start runs a guest on files, or in memory where they are nil; on a manual
// clock.
func start(t *testing.T, fs vfs.FS) *wazero.Guest { return startOn(t, fs, wazero.ManualClock) }

func startOn(t *testing.T, fs vfs.FS, clock uint64) *wazero.Guest {
	t.Helper()
	g, err := runtime.Start(context.Background(), fs)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, g.Close()) })
	require.NoError(t, g.OpenWorld(fs != nil, clock))
	return g
}

// TestConformance runs every case in one guest, with the host's files. Lox has
// one on the real clock, by which the time of a run is limited.
func TestConformance(t *testing.T) {
	g, real := start(t, memfs.New()), startOn(t, nil, wazero.RealClock)
	conformance.Run(t, root, "wasm-wazero", func(_ *testing.T, c *conformance.Case) (conformance.Target, error) {
		if c.Engine == "lox" {
			return real.Open(c)
		}
		return g.Open(c)
	})
}

// bitcaskOpen opens the database in the root of the guest's files.
func bitcaskOpen(g *wazero.Guest) (handle uint64, err error) {
	_, err = g.Call("bitcask_open", 0, 0, 0, 0, 0, 0, 0, 0, 0)
	return uint64(g.Number()), err
}

func TestReadsWhatNativeGoWrote(t *testing.T) {
	disk, err := osfs.New(t.TempDir())
	require.NoError(t, err)
	native, err := bitcask.Open(world.World{FS: disk}, bitcask.Options{})
	require.NoError(t, err)
	require.NoError(t, native.Put([]byte("k"), []byte("native")))

	g := start(t, disk)
	_, err = bitcaskOpen(g)
	require.Equal(t, code.Locked, code.Of(err), "while the native handle is open")

	require.NoError(t, native.Close())
	db, err := bitcaskOpen(g)
	require.NoError(t, err)
	_, err = g.Call("bitcask_get", db, g.Stage([]byte("k")))
	require.NoError(t, err)
	require.Equal(t, "native", string(g.Bytes()))
}

func TestNativeGoReadsWhatTheGuestWrote(t *testing.T) {
	disk, err := osfs.New(t.TempDir())
	require.NoError(t, err)
	g := start(t, disk)
	db, err := bitcaskOpen(g)
	require.NoError(t, err)
	_, err = g.Call("bitcask_put", db, g.Stage([]byte("k")), g.Stage([]byte("guest")))
	require.NoError(t, err)
	_, err = g.Call("bitcask_close", db)
	require.NoError(t, err)

	native, err := bitcask.Open(world.World{FS: disk}, bitcask.Options{})
	require.NoError(t, err)
	defer native.Close()
	value, err := native.Get([]byte("k"))
	require.NoError(t, err)
	require.Equal(t, "guest", string(value))
}

func TestErrorsCarryCodes(t *testing.T) {
	g := start(t, nil)
	_, err := g.Call("lru_get", 99, 0)
	require.Equal(t, code.Closed, code.Of(err), "a handle that was never given")
	_, err = g.Call("lru_open", 0, 0, 0, 0, 0, 0)
	require.NoError(t, err)
	_, err = g.Call("lru_put", uint64(g.Number()), 1<<30, 0)
	require.Equal(t, code.InvalidArgument, code.Of(err), "a key outside the scratch buffer")
	_, err = g.Call("quant_sum", 12345, 8)
	require.Equal(t, code.InvalidArgument, code.Of(err), "an array that was never allocated")
}

func TestDeadAfterATrap(t *testing.T) {
	g := start(t, nil)
	_, err := g.Call("abi_alloc", 1<<32-1) // 32 GiB: Go cannot recover from that
	require.Equal(t, code.Dead, code.Of(err))
	_, err = g.Call("abi_nop")
	require.Equal(t, code.Dead, code.Of(err), "and stays dead")
}
