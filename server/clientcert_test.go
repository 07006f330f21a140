package server_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"log/slog"
	"math/big"
	"os"
	"path/filepath"
	"testing"
	"time"

	amqp091 "github.com/rabbitmq/amqp091-go"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/server"
	"github.com/twelvefold/twelvefold/server/config"
)

// authority signs the certificates of clients.
type authority struct {
	t    *testing.T
	key  *ecdsa.PrivateKey
	cert *x509.Certificate
	file string // of its certificate, in PEM
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "authority"}, NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	require.NoError(t, err)
	cert, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "ca.pem")
	require.NoError(t, os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600))
	return &authority{t, key, cert, file}
}

// issue makes the certificate of a client, which is valid until then.
func (a *authority) issue(subject pkix.Name, until time.Time) []tls.Certificate {
	a.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(a.t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: subject, NotAfter: until,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.cert, key.Public(), a.key)
	require.NoError(a.t, err)
	return []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}
}

// greetings are what a client of each listener says first.
var greetings = map[string]string{
	"redis": "PING\r\n", "amqp": "AMQP\x00\x00\x09\x01",
	"management": "GET /api/overview HTTP/1.0\r\n\r\n", "http": "GET /healthz HTTP/1.0\r\n\r\n",
}

// answers tells whether a listener talks to a client with such certificates. A
// refusal comes after the client's side of the handshake (RFC 8446, 4.4.2).
func answers(t *testing.T, l server.Listener, client *tls.Config) bool {
	t.Helper()
	c, err := tls.Dial("tcp", l.Addr, client)
	require.NoError(t, err)
	defer c.Close()
	require.NoError(t, c.SetDeadline(time.Now().Add(patience)))
	_, _ = io.WriteString(c, greetings[l.Engine]) // it may be refused already
	_, err = c.Read(make([]byte, 1))
	require.NotErrorIs(t, err, os.ErrDeadlineExceeded)
	return err == nil
}

func TestClientCertificates(t *testing.T) {
	cert, key, trusted := certificate(t)
	ours, others := newAuthority(t), newAuthority(t)
	alice := pkix.Name{CommonName: "alice"}
	later := time.Now().Add(time.Hour)
	for auth, clients := range map[string]map[string]bool{
		config.ClientAuthRequired: {"good": true, "none": false, "stranger": false, "expired": false},
		config.ClientAuthOptional: {"good": true, "none": true, "stranger": false, "expired": false},
	} {
		srv := start(t, func(c *config.Config) {
			c.TLSCert, c.TLSKey, c.TLSClientCA, c.TLSClientAuth = cert, key, ours.file, auth
		})
		shown := map[string][]tls.Certificate{
			"good": ours.issue(alice, later), "stranger": others.issue(alice, later),
			"expired": ours.issue(alice, time.Now().Add(-time.Minute)),
		}
		for engine := range greetings {
			for name, want := range clients {
				t.Run(auth+"/"+engine+"/"+name, func(t *testing.T) {
					// Not by Certificates: of those a client keeps back what
					// the server would refuse.
					client := &tls.Config{RootCAs: trusted, GetClientCertificate: func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
						if list := shown[name]; list != nil {
							return &list[0], nil
						}
						return &tls.Certificate{}, nil
					}}
					require.Equal(t, want, answers(t, listener(t, srv, engine), client))
				})
			}
		}
	}
}

func TestAuthoritiesThatCannotBeRead(t *testing.T) {
	cert, key, _ := certificate(t)
	for file, want := range map[string]string{
		"/no/such/file": "--tls-client-ca: open /no/such/file",
		key:             "--tls-client-ca: " + key + " has no certificate in PEM",
	} {
		cfg := base()
		cfg.TLSCert, cfg.TLSKey, cfg.TLSClientCA = cert, key, file
		_, err := server.Start(cfg, slog.New(slog.DiscardHandler))
		require.ErrorContains(t, err, want)
	}
}

// Who has a certificate needs no password.
func TestLoginByCertificate(t *testing.T) {
	cert, key, trusted := certificate(t)
	ca := newAuthority(t)
	subject := pkix.Name{CommonName: "alice", Organization: []string{"clients"}}
	for from, user := range map[string]string{
		config.DistinguishedName: "CN=alice,O=clients", config.CommonName: "alice", "": "guest",
	} {
		t.Run("from "+from, func(t *testing.T) {
			srv := start(t, func(c *config.Config) {
				c.TLSCert, c.TLSKey, c.TLSClientCA, c.AMQPCertLoginFrom = cert, key, ca.file, from
			})
			login := func() (*amqp091.Connection, error) {
				return amqp091.DialConfig("amqps://"+listener(t, srv, "amqp").Addr+"/", amqp091.Config{
					TLSClientConfig: &tls.Config{RootCAs: trusted, Certificates: ca.issue(subject, time.Now().Add(time.Hour))},
					SASL:            []amqp091.Authentication{&amqp091.ExternalAuth{}},
				})
			}
			_, err := login()
			require.Error(t, err, "there is no such user")
			if from == "" {
				return
			}
			require.NoError(t, srv.Box().AMQP.Update(func(tx *amqp.Tx) error {
				require.NoError(t, tx.PutAccount(amqp.Account{Name: user}))
				return tx.SetPermission(amqp.Permission{User: user, Vhost: "/", Configure: ".*", Write: ".*", Read: ".*"})
			}))
			conn, err := login()
			require.NoError(t, err)
			require.NoError(t, conn.CloseDeadline(time.Now().Add(patience)))
		})
	}
}
