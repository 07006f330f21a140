package rabbitmq

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// API is the address of a management API, "http://127.0.0.1:15672": of a
// RabbitMQ, or of what is held beside it.
type API string

// StatusError is an answer with a status of 300 or more.
type StatusError struct {
	Status int
	Body   []byte
	what   string // the request, and the status in words
}

// Error has the request, the status and the body in it.
func (e *StatusError) Error() string { return fmt.Sprintf("%s: %s", e.what, e.Body) }

// Call makes a request as guest and gives the answer's body. The path is what
// follows /api/, escaped, as in "vhosts/%2F". A status of 300 and more is a
// *StatusError.
func (a API) Call(ctx context.Context, method, path, body string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, method, string(a)+"/api/"+path, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.SetBasicAuth("guest", "guest")
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	if response.StatusCode >= http.StatusMultipleChoices {
		return nil, &StatusError{response.StatusCode, text, method + " " + path + ": " + response.Status}
	}
	return text, nil
}

// API gives the server's management API; it has none WithoutManagement.
func (s *Server) API() API { return API(s.ManagementURL) }
