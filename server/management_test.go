package server_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/server/config"
)

func TestManagementAPIHasItsOwnLogin(t *testing.T) {
	srv := start(t, func(c *config.Config) { c.HTTPToken = "token of the other API" })
	api := listener(t, srv, "management")
	guest := "Basic Z3Vlc3Q6Z3Vlc3Q="
	for _, tc := range []struct {
		path, login, host string
		status            int
		body              string
	}{
		{"/api/whoami", guest, "", 200, `{"name":"guest","tags":["administrator"]}`},
		{"/api/health/checks/port-listener/" + port(api.Addr), guest, "", 200, `{"status":"ok","port":` + port(api.Addr) + `}`},
		{"/api/whoami", "", "", 401, ""},
		{"/api/whoami", "Bearer token of the other API", "", 401, ""},
		{"/api/whoami", guest, "evil.example", 403, ""},
		{"/metrics", "", "", 200, ""},
		{"/metrics", "", "evil.example", 403, ""},
	} {
		header := http.Header{}
		if tc.login != "" {
			header.Set("Authorization", tc.login)
		}
		if tc.host != "" {
			header.Set("Host", tc.host)
		}
		status, body := get(t, api.URL+tc.path, header)
		require.Equal(t, tc.status, status, tc.path)
		if tc.body != "" {
			require.JSONEq(t, tc.body, body)
		}
	}
	header := http.Header{"Authorization": {"Bearer token of the other API"}}
	_, body := get(t, listener(t, srv, "http").URL+"/metrics", header)
	require.Contains(t, body, "\nrabbitmq_connections 0\n")
}

func port(addr string) string { return addr[len("127.0.0.1:"):] }
