package mq_test

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
)

// writePEM gives the name of a file with it.
func writePEM(t *testing.T, kind string, der []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "file.pem")
	require.NoError(t, os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600))
	return file
}

// A server that wants a certificate gets the one of the flags. It is the
// server's own here, as any will do.
func TestCertificateOfTheClient(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("this system looks for authorities elsewhere than in SSL_CERT_FILE")
	}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusTeapot)
	}))
	server.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert}
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	own := server.TLS.Certificates[0]
	cert := writePEM(t, "CERTIFICATE", own.Certificate[0])
	keyDER, err := x509.MarshalPKCS8PrivateKey(own.PrivateKey)
	require.NoError(t, err)
	key := writePEM(t, "PRIVATE KEY", keyDER)
	t.Setenv("SSL_CERT_FILE", cert)

	_, err = run(t, "", "list", "--url", server.URL)
	require.ErrorContains(t, err, "certificate required")
	_, err = run(t, "", "list", "--url", server.URL, "--cert", cert, "--key", key)
	require.ErrorContains(t, err, "418", "the server has answered")
	_, err = run(t, "", "list", "--url", server.URL, "--cert", cert)
	require.ErrorContains(t, err, "--cert and --key")
}
