package targets

import (
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/twelvefold/twelvefold/tests/amqp/rabbitmq"
	"github.com/twelvefold/twelvefold/tests/ports"
)

// startPatience is how long a server may take until it answers, on a machine
// that has much else to do.
const startPatience = 2 * time.Minute

// Serve starts one engine of a twelvefold binary on a free port and gives its
// address. The process ends with the test.
func Serve(t *testing.T, bin, engine string, flags ...string) (addr string) {
	t.Helper()
	return serve(t, bin, engine, flags)[engine].Addr
}

// ServeBroker starts the AMQP engine with its management API.
func ServeBroker(t *testing.T, bin string, flags ...string) Broker {
	t.Helper()
	listening := serve(t, bin, "amqp", flags)
	return Broker{listening["amqp"].Addr, rabbitmq.API(listening["management"].URL)}
}

// listener is what the ready file tells of one.
type listener struct{ Addr, URL string }

func serve(t *testing.T, bin, engine string, flags []string) map[string]listener {
	t.Helper()
	ready := filepath.Join(t.TempDir(), "ready.json")
	args := append([]string{"serve", "--ports", "auto", "--only", engine, "--ready-file", ready}, flags...)
	var listening struct{ Engines map[string]listener }
	start(t, exec.Command(bin, args...), func() error {
		text, err := os.ReadFile(ready)
		if err != nil {
			return err
		}
		return json.Unmarshal(text, &listening)
	})
	return listening.Engines
}

// RedisServer starts a real redis-server on a free port, without persistence,
// and gives its address. It skips the test, with the reason, where there is
// none.
func RedisServer(t *testing.T, flags ...string) (addr string) {
	t.Helper()
	bin, err := exec.LookPath("redis-server")
	if err != nil {
		t.Skip("no redis-server on PATH: apt-get install redis-server")
	}
	free, err := ports.Free(1)
	if err != nil {
		t.Fatal(err)
	}
	addr = fmt.Sprintf("127.0.0.1:%d", free[0])
	args := append([]string{"--port", fmt.Sprint(free[0]), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", t.TempDir()}, flags...)
	start(t, exec.Command(bin, args...), func() error {
		c, err := net.DialTimeout("tcp", addr, patience)
		if err == nil {
			c.Close()
		}
		return err
	})
	return addr
}

// start starts a server that ends with the test, and waits until ready gives no
// error.
func start(t *testing.T, cmd *exec.Cmd, ready func() error) {
	t.Helper()
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		cmd.Wait()
		close(ended)
	}()
	t.Cleanup(func() {
		cmd.Process.Signal(syscall.SIGTERM)
		<-ended
	})
	late := time.After(startPatience)
	for {
		err := ready()
		if err == nil {
			return
		}
		select {
		case <-ended:
			t.Fatalf("%s ended while starting: %v", cmd.Path, err)
		case <-late:
			t.Fatalf("%s is not ready after %s: %v", cmd.Path, startPatience, err)
		case <-time.After(10 * time.Millisecond):
		}
	}
}
