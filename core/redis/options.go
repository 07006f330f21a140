package redis

import "github.com/twelvefold/twelvefold/core/code"

// Options of a DB. The zero value is Redis' own defaults.
type Options struct {
	// Databases is how many numbered keyspaces there are; 0 means 16.
	Databases int
	// MaxValueSize is the most bytes a string, element or field may have;
	// 0 means 512 MiB (proto-max-bulk-len).
	MaxValueSize int
	// Encodings say up to which size values are kept compact.
	Encodings Encodings
}

// Encodings are the limits up to which Redis keeps a value in a compact form,
// by the names of its configuration. They decide what OBJECT ENCODING and DUMP
// tell. 0 means Redis' default, a negative number that nothing is compact.
type Encodings struct {
	HashMaxListpackEntries int // default 512
	HashMaxListpackValue   int // bytes, default 64
	SetMaxIntsetEntries    int // default 512
}

func (e Encodings) withDefaults() Encodings {
	for _, limit := range []struct {
		value *int
		usual int
	}{
		{&e.HashMaxListpackEntries, 512},
		{&e.HashMaxListpackValue, 64},
		{&e.SetMaxIntsetEntries, 512},
	} {
		if *limit.value == 0 {
			*limit.value = limit.usual
		}
	}
	return e
}

func (o Options) withDefaults() Options {
	if o.Databases == 0 {
		o.Databases = 16
	}
	if o.MaxValueSize == 0 {
		o.MaxValueSize = 512 << 20
	}
	o.Encodings = o.Encodings.withDefaults()
	return o
}

func (o Options) validate() error {
	if o.Databases < 1 || o.Databases > 1<<16 {
		return errDatabases
	}
	if o.MaxValueSize < 1 || o.MaxValueSize > 1<<31-1 {
		return errMaxValueSize
	}
	return nil
}

var (
	errDatabases    = code.New(code.InvalidArgument, "redis: Options.Databases must lie between 1 and 65536")
	errMaxValueSize = code.New(code.InvalidArgument, "redis: Options.MaxValueSize must lie between 1 and 2147483647")
)
