package targets

import "github.com/twelvefold/twelvefold/conformance"

func openBitcask(*conformance.Case) (conformance.Target, error) {
	return nil, conformance.Unsupported("not here yet")
}
