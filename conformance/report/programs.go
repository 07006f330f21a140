package main

import (
	"fmt"
	"strings"
)

// programDoors are the doors that Lox programs run through, in the order of
// the table's columns. Each has written programs-<door>.json, by "<engine>
// <program>".
var programDoors = []string{"go", "rest", "python", "wasm-node"}

// loxEngines are the table's rows.
var loxEngines = []string{"tree", "fast"}

// loxPrograms counts the Lox programs per engine and door. One that a door has
// not run, though another has, counts as failed.
func loxPrograms(results map[string]map[string]string) (table string, failed int) {
	all := map[string]bool{}
	for _, door := range results {
		for key := range door {
			all[key] = true
		}
	}
	table, line := "| engine |", "|---|"
	for _, door := range programDoors {
		table += " " + door + " |"
		line += "---|"
	}
	table += "\n" + line + "\n"
	for _, engine := range loxEngines {
		table += "| " + engine + " |"
		for _, door := range programDoors {
			passed, none, wrong := 0, 0, 0
			for key := range all {
				if !strings.HasPrefix(key, engine+" ") {
					continue
				}
				switch mark(results[door][key]) {
				case "passed":
					passed++
				case "n/a":
					none++
				default:
					wrong++
				}
			}
			table += fmt.Sprintf(" %d / %d / %d |", passed, none, wrong)
			failed += wrong
		}
		table += "\n"
	}
	return table, failed
}
