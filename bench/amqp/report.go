package main

import (
	"fmt"
	"io"

	"os"
)

func printVerdicts(w io.Writer, t table) {
	for _, v := range append(verdicts(t), aims(t)...) {
		fmt.Fprintln(w, v)
	}
}

func write(dir string, r Result) error { return nil }
func machine() string                  { return "" }
func loadAverage() string {
	text, _ := os.ReadFile("/proc/loadavg")
	return string(text)
}
