package mq

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/command"
	"github.com/twelvefold/twelvefold/core/vfs/osfs"
	"github.com/twelvefold/twelvefold/core/world"
)

// broker runs operations of core/amqp/command, here or over HTTP.
type broker interface {
	do(op string, args map[string]any, reply any) error
	Close() error
}

// open gives the broker that the flags name.
func (f *flags) open() (broker, error) {
	if f.data == "" {
		client, err := f.client()
		if err != nil {
			return nil, err
		}
		return &remote{f, client}, nil
	}
	db, err := f.openFolder()
	if err != nil {
		return nil, err
	}
	session, err := command.New(db, command.Options{User: f.user, Vhost: f.vhost, Name: "twelvefold mq"})
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &local{db, session}, nil
}

// openFolder opens the broker of a server's folder. It must be there: a
// mistyped name is not to make an empty broker.
func (f *flags) openFolder() (*amqp.DB, error) {
	if f.data == "" {
		return nil, errors.New("name the folder with --data")
	}
	dir := filepath.Join(f.data, "amqp")
	if _, err := os.Stat(dir); err != nil {
		return nil, fmt.Errorf("there is no broker in %s: %w", f.data, err)
	}
	files, err := osfs.New(dir)
	if err != nil {
		return nil, err
	}
	return amqp.Open(world.World{FS: files}, amqp.Options{})
}

// local is the broker of a folder.
type local struct {
	db      *amqp.DB
	session *command.Session
}

func (l *local) do(op string, args map[string]any, reply any) error {
	text, err := json.Marshal(args)
	if err != nil {
		return err
	}
	answer, err := l.session.Do(time.Now(), op, text)
	if err != nil {
		return err
	}
	return json.Unmarshal(answer, reply)
}

func (l *local) Close() error { return errors.Join(l.session.Close(), l.db.Close()) }

// remote is the broker of a running server, by POST /v1/amqp/call.
type remote struct {
	flags  *flags
	client *http.Client
}

// callTimeout bounds one operation: a move may be about a million messages.
const callTimeout = time.Minute

// client shows the certificate of the flags, if there is one.
func (f *flags) client() (*http.Client, error) {
	if f.cert == "" && f.key == "" {
		return &http.Client{Timeout: callTimeout}, nil
	}
	pair, err := tls.LoadX509KeyPair(f.cert, f.key)
	if err != nil {
		return nil, fmt.Errorf("--cert and --key: %w", err)
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig = &tls.Config{Certificates: []tls.Certificate{pair}}
	return &http.Client{Timeout: callTimeout, Transport: transport}, nil
}

func (r *remote) do(op string, args map[string]any, reply any) error {
	body, err := json.Marshal(map[string]any{"op": op, "args": args, "user": r.flags.user, "vhost": r.flags.vhost})
	if err != nil {
		return err
	}
	req, err := http.NewRequest(http.MethodPost, r.flags.url+"/v1/amqp/call", bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	if r.flags.token != "" {
		req.Header.Set("Authorization", "Bearer "+r.flags.token)
	}
	answer, err := r.client.Do(req)
	if errors.Is(err, syscall.ECONNREFUSED) {
		return fmt.Errorf("%w (is the server running? for its folder use --data)", err)
	}
	if unknown := (x509.UnknownAuthorityError{}); errors.As(err, &unknown) {
		return fmt.Errorf("%w (name the file of the authority in SSL_CERT_FILE)", err)
	}
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK {
		return problem(answer.Status, text)
	}
	whole := struct{ Reply any }{reply}
	return json.Unmarshal(text, &whole)
}

// problem is the error in a problem document (RFC 9457).
func problem(status string, text []byte) error {
	var p struct{ Detail string }
	if json.Unmarshal(text, &p) == nil && p.Detail != "" {
		return errors.New(p.Detail)
	}
	return errors.New("the server answers " + status)
}

func (r *remote) Close() error { return nil }
