package server

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"os"

	"github.com/twelvefold/twelvefold/server/config"
)

// secure picks the name for what is spoken.
func secure(c config.Config, plain, encrypted string) string {
	if c.TLS() {
		return encrypted
	}
	return plain
}

// tlsConfig is nil where the listeners speak plainly.
func tlsConfig(c config.Config) (*tls.Config, error) {
	if !c.TLS() {
		return nil, nil
	}
	pair, err := tls.LoadX509KeyPair(c.TLSCert, c.TLSKey)
	if err != nil {
		return nil, err
	}
	settings := &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}
	if c.TLSClientCA == "" {
		return settings, nil
	}
	if settings.ClientCAs, err = authorities(c.TLSClientCA); err != nil {
		return nil, err
	}
	settings.ClientAuth = tls.RequireAndVerifyClientCert
	if c.TLSClientAuth == config.ClientAuthOptional {
		settings.ClientAuth = tls.VerifyClientCertIfGiven
	}
	return settings, nil
}

// authorities reads the certificates of those who sign clients'.
func authorities(file string) (*x509.CertPool, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("--tls-client-ca: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(text) {
		return nil, fmt.Errorf("--tls-client-ca: %s has no certificate in PEM", file)
	}
	return pool, nil
}
