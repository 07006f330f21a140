package server_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/server"
	"github.com/twelvefold/twelvefold/server/config"
)

const patience = 2 * time.Minute

// base is a configuration on free ports.
func base() config.Config {
	return config.Config{
		Bind: "127.0.0.1", Ports: config.PortsAuto,
		MaxConnections: 100, RequestTimeout: patience, WriteTimeout: patience, LogLevel: "error",
	}
}

func start(t *testing.T, change func(*config.Config)) *server.Server {
	t.Helper()
	cfg := base()
	if change != nil {
		change(&cfg)
	}
	srv, err := server.Start(cfg, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		require.NoError(t, srv.Shutdown(ctx))
	})
	return srv
}

func listener(t *testing.T, srv *server.Server, engine string) server.Listener {
	t.Helper()
	for _, l := range srv.Listeners() {
		if l.Engine == engine {
			return l
		}
	}
	require.Fail(t, "no listener of "+engine)
	return server.Listener{}
}

// say sends bytes to the Redis port and gives the first line that comes back.
func say(t *testing.T, addr, request string) string {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	require.NoError(t, err)
	defer c.Close()
	require.NoError(t, c.SetDeadline(time.Now().Add(patience)))
	_, err = io.WriteString(c, request)
	require.NoError(t, err)
	line, err := bufio.NewReader(c).ReadString('\n')
	require.NoError(t, err)
	return strings.TrimSpace(line)
}

func get(t *testing.T, url string, header http.Header) (status int, body string) {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, url, nil)
	require.NoError(t, err)
	r.Header = header
	if host := header.Get("Host"); host != "" {
		r.Host = host
	}
	res, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	return res.StatusCode, string(text)
}

func TestEveryEngineCanBeFound(t *testing.T) {
	srv := start(t, nil)
	var names []string
	http := listener(t, srv, "http")
	for _, l := range srv.Listeners() {
		names = append(names, l.Engine)
		switch l.Engine {
		case "redis":
			require.Equal(t, "redis://"+l.Addr, l.URL)
			require.Equal(t, "+PONG", say(t, l.Addr, "PING\r\n"))
		case "amqp":
			require.Equal(t, "amqp://"+l.Addr, l.URL)
		case "http", "management":
			require.Equal(t, "http://"+l.Addr, l.URL)
		default:
			require.Equal(t, http.URL+"/v1/"+l.Engine, l.URL)
			require.Equal(t, http.Addr, l.Addr)
		}
	}
	require.Equal(t, []string{"redis", "lru", "bitcask", "amqp", "lox", "quant", "management", "http"}, names)
	status, _ := get(t, http.URL+"/readyz", nil)
	require.Equal(t, 200, status)
}

func TestReadyFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "ready.json")
	cfg := base()
	cfg.Data, cfg.ReadyFile, cfg.Only = filepath.Join(dir, "data"), path, []string{"redis", "bitcask"}
	srv, err := server.Start(cfg, slog.New(slog.DiscardHandler))
	require.NoError(t, err)

	text, err := os.ReadFile(path)
	require.NoError(t, err)
	redis, http := listener(t, srv, "redis").Addr, listener(t, srv, "http").Addr
	require.JSONEq(t, fmt.Sprintf(`{"pid": %d, "engines": {
		"redis": {"addr": %q, "url": "redis://%s", "durable": false},
		"bitcask": {"addr": %q, "url": "http://%s/v1/bitcask", "durable": true},
		"http": {"addr": %q, "url": "http://%s", "durable": false}
	}}`, os.Getpid(), redis, redis, http, http, http, http), string(text))

	require.NoError(t, srv.Shutdown(context.Background()))
	left, err := filepath.Glob(path + "*")
	require.NoError(t, err)
	require.Empty(t, left, "the file goes with the server, and no temporary one stays")
}

func TestPortInUse(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer taken.Close()
	port := taken.Addr().(*net.TCPAddr).Port
	for flag, set := range map[string]func(*config.Config){
		"--redis-port": func(c *config.Config) { c.RedisPort = port },
		"--http-port":  func(c *config.Config) { c.HTTPPort = port },
	} {
		t.Run(flag, func(t *testing.T) {
			cfg := base()
			cfg.ReadyFile = filepath.Join(t.TempDir(), "ready.json")
			set(&cfg)
			_, err := server.Start(cfg, slog.New(slog.DiscardHandler))
			require.ErrorContains(t, err, fmt.Sprintf("port %d on 127.0.0.1 is in use", port))
			require.ErrorContains(t, err, flag)
			require.ErrorContains(t, err, "--ports auto")
			require.NoFileExists(t, cfg.ReadyFile)
		})
	}
}

func TestSecondServerOnTheSameFolderIsLockedOut(t *testing.T) {
	dir := t.TempDir()
	start(t, func(c *config.Config) { c.Data = dir })
	cfg := base()
	cfg.Data = dir
	_, err := server.Start(cfg, slog.New(slog.DiscardHandler))
	require.ErrorContains(t, err, "bitcask")
	require.ErrorContains(t, err, "lock")
}

func TestKeysExpireThoughNobodyLooks(t *testing.T) {
	srv := start(t, nil)
	addr := listener(t, srv, "redis").Addr
	require.Equal(t, "+OK", say(t, addr, "SET k v PX 30\r\n"))
	require.Eventually(t, func() bool { return srv.Box().Redis.Stats().ExpiredKeys == 1 }, patience, 5*time.Millisecond)
}

func TestRedisPassword(t *testing.T) {
	srv := start(t, func(c *config.Config) { c.RedisPassword = "open sesame" })
	addr := listener(t, srv, "redis").Addr
	require.Contains(t, say(t, addr, "GET k\r\n"), "NOAUTH")
	require.Contains(t, say(t, addr, "AUTH wrong\r\n"), "WRONGPASS")
	require.Equal(t, "+OK", say(t, addr, "AUTH \"open sesame\"\r\n"))
	for _, l := range srv.Listeners() {
		require.NotContains(t, l.URL, "sesame")
	}
}

func TestTooManyClients(t *testing.T) {
	srv := start(t, func(c *config.Config) { c.MaxConnections = 1 })
	addr := listener(t, srv, "redis").Addr
	first, err := net.Dial("tcp", addr)
	require.NoError(t, err)
	defer first.Close()
	_, err = io.WriteString(first, "PING\r\n")
	require.NoError(t, err)
	_, err = bufio.NewReader(first).ReadString('\n')
	require.NoError(t, err)
	second, err := net.Dial("tcp", addr)
	require.NoError(t, err)
	defer second.Close()
	text, err := io.ReadAll(second)
	require.NoError(t, err)
	require.Equal(t, "-ERR max number of clients reached\r\n", string(text))
}

func TestGuard(t *testing.T) {
	plain := listener(t, start(t, nil), "http").URL
	token := listener(t, start(t, func(c *config.Config) { c.HTTPToken = "s3cret" }), "http").URL
	for _, tc := range []struct {
		name, url string
		header    http.Header
		status    int
		code      string
	}{
		{"open", plain + "/v1/engines", nil, 200, ""},
		{"localhost by name", plain + "/v1/engines", http.Header{"Host": {"localhost:7412"}}, 200, ""},
		{"rebound name", plain + "/v1/engines", http.Header{"Host": {"evil.example:7412"}}, 403, "not_allowed"},
		{"no token", token + "/v1/engines", nil, 401, "unauthenticated"},
		{"wrong token", token + "/v1/engines", http.Header{"Authorization": {"Bearer s3cre"}}, 401, "unauthenticated"},
		{"wrong scheme", token + "/v1/engines", http.Header{"Authorization": {"s3cret"}}, 401, "unauthenticated"},
		{"right token", token + "/v1/engines", http.Header{"Authorization": {"Bearer s3cret"}}, 200, ""},
		{"probe without token", token + "/healthz", nil, 200, ""},
		{"page without token", token + "/playground/", nil, 200, ""},
		{"page, rebound name", plain + "/playground/", http.Header{"Host": {"evil.example:7412"}}, 403, "not_allowed"},
		{"no way around by the page", token + "/playground/../v1/engines", nil, 404, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			status, body := get(t, tc.url, tc.header)
			require.Equal(t, tc.status, status, body)
			if tc.code != "" {
				var problem struct{ Code string }
				require.NoError(t, json.Unmarshal([]byte(body), &problem))
				require.Equal(t, tc.code, problem.Code)
			}
		})
	}
}

func TestShutdownCutsWhoHangsOn(t *testing.T) {
	cfg := base()
	srv, err := server.Start(cfg, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	// A client with half a request, one by HTTP likewise.
	for _, engine := range []string{"redis", "http"} {
		c, err := net.Dial("tcp", listener(t, srv, engine).Addr)
		require.NoError(t, err)
		defer c.Close()
		_, err = io.WriteString(c, "GET /v1")
		require.NoError(t, err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- srv.Shutdown(ctx) }()
	select {
	case err := <-ended:
		require.NoError(t, err)
	case <-time.After(patience):
		t.Fatal("Shutdown hangs")
	}
}
