package amqp

import "github.com/twelvefold/twelvefold/core/code"

var errPattern = code.New(code.Unsupported, "amqp: in WebAssembly patterns are made of characters, ., .*, ^, $ and |")

func compileRegexp(string) (matcher, error) { return nil, errPattern }
