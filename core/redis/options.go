package redis

import "github.com/twelvefold/twelvefold/core/code"

// Options of a DB. The zero value is Redis' own defaults.
type Options struct {
	// Databases is how many numbered keyspaces there are; 0 means 16.
	Databases int
	// MaxValueSize is the most bytes a string, element or field may have;
	// 0 means 512 MiB (proto-max-bulk-len).
	MaxValueSize int
}

func (o Options) withDefaults() Options {
	if o.Databases == 0 {
		o.Databases = 16
	}
	if o.MaxValueSize == 0 {
		o.MaxValueSize = 512 << 20
	}
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
