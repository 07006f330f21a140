package conformance_test

import (
	"testing"

	"github.com/twelvefold/twelvefold/conformance"
	"github.com/twelvefold/twelvefold/conformance/targets"
)

// TestGo runs every case on the engines in this process.
func TestGo(t *testing.T) {
	conformance.Run(t, "..", "go", func(t *testing.T, c *conformance.Case) (conformance.Target, error) {
		return targets.InProcess(c)
	})
}
