package ondemand_test

import (
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/server/ondemand"
)

func TestBuiltOnceByTheFirstRequest(t *testing.T) {
	var built, served atomic.Int64
	h := ondemand.Handler(func() http.Handler {
		built.Add(1)
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			served.Add(1)
			w.WriteHeader(http.StatusTeapot)
		})
	})
	require.Zero(t, built.Load())
	var clients sync.WaitGroup
	for range 8 {
		clients.Go(func() {
			w := httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
			if w.Code != http.StatusTeapot {
				t.Errorf("status %d", w.Code)
			}
		})
	}
	clients.Wait()
	require.EqualValues(t, 1, built.Load())
	require.EqualValues(t, 8, served.Load())
}
