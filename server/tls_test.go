package server_test

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/server/config"
)

// certificate writes a key and a certificate for 127.0.0.1, and gives a pool
// that trusts it.
func certificate(t *testing.T) (certFile, keyFile string, trusted *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		NotAfter:     time.Now().Add(time.Hour),
		IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	require.NoError(t, err)
	keyDER, err := x509.MarshalPKCS8PrivateKey(key)
	require.NoError(t, err)
	dir := t.TempDir()
	certFile, keyFile = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	certPEM := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	require.NoError(t, os.WriteFile(certFile, certPEM, 0o600))
	require.NoError(t, os.WriteFile(keyFile, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: keyDER}), 0o600))
	trusted = x509.NewCertPool()
	require.True(t, trusted.AppendCertsFromPEM(certPEM))
	return certFile, keyFile, trusted
}

func TestTLS(t *testing.T) {
	cert, key, trusted := certificate(t)
	srv := start(t, func(c *config.Config) { c.TLSCert, c.TLSKey = cert, key })
	client := &tls.Config{RootCAs: trusted}

	redis := listener(t, srv, "redis")
	require.Equal(t, "rediss://"+redis.Addr, redis.URL)
	c, err := tls.Dial("tcp", redis.Addr, client)
	require.NoError(t, err)
	defer c.Close()
	require.NoError(t, c.SetDeadline(time.Now().Add(patience)))
	// Longer than a TLS record and than a read: the loop goes round.
	value := strings.Repeat("x", 100_000)
	_, err = io.WriteString(c, "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$100000\r\n"+value+"\r\nGET k\r\n")
	require.NoError(t, err)
	in := bufio.NewReader(c)
	for _, want := range []string{"+OK", "$100000", value} {
		line, err := in.ReadString('\n')
		require.NoError(t, err)
		require.Equal(t, want, strings.TrimSpace(line))
	}

	web := &http.Client{Transport: &http.Transport{TLSClientConfig: client}}
	res, err := web.Get(listener(t, srv, "http").URL + "/healthz")
	require.NoError(t, err)
	defer res.Body.Close()
	require.Equal(t, 200, res.StatusCode)
}

func TestPlainClientOfATLSPortIsClosed(t *testing.T) {
	cert, key, _ := certificate(t)
	srv := start(t, func(c *config.Config) { c.TLSCert, c.TLSKey = cert, key })
	c, err := net.Dial("tcp", listener(t, srv, "redis").Addr)
	require.NoError(t, err)
	defer c.Close()
	require.NoError(t, c.SetDeadline(time.Now().Add(patience)))
	_, err = io.WriteString(c, "PING\r\n")
	require.NoError(t, err)
	text, _ := io.ReadAll(c) // an alert at most
	require.NotContains(t, string(text), "PONG")
}
