// Package door is the Go half of the Python door, without any Python in it:
// the engines that Python objects own, kept under numbers, and opened from
// options in JSON. Two layers stand on it and nothing else does:
//
//   - control, the facade that gopy wraps: open, close, statistics;
//   - native (package main, build tag pyext), the hand-written cgo exports for
//     keys, bytes and arrays.
//
// Because the package knows neither Python nor cgo, its tests are plain Go.
package door
