//go:build !wasm

package amqp

import "regexp"

func compileRegexp(pattern string) (matcher, error) { return regexp.Compile(pattern) }
