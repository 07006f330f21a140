package main

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/twelvefold/twelvefold/bench/chart"
)

// axis of both plots.
const axis = "times as long as our fast engine takes (logarithmic; right of 1 we are faster)"

// plots draws each program's ratios, and their geometric means.
func (r result) plots(dir string, text io.Writer) error {
	who := slices.DeleteFunc(r.measured(beside), func(name string) bool { return name == whoFast })
	perProgram := chart.Chart{Title: "Lox: each program", XLabel: axis, Tick: times, Who: who}
	means := chart.Chart{Title: "Lox: geometric mean of all programs", XLabel: axis, Tick: times, Who: []string{"by the clock", "processor time"}}
	for _, p := range programs() {
		for _, name := range who {
			if ratio, ok := r.Rows.times(wall, p.name, name); ok {
				perProgram.Dots = append(perProgram.Dots, chart.Dot{Line: p.name, Who: name, X: ratio})
			}
		}
	}
	for _, name := range who {
		byClock, ok := r.Rows.mean(wall, name)
		if !ok {
			continue
		}
		processor, _ := r.Rows.mean(cpu, name)
		line := fmt.Sprintf("%s: %.2f", name, byClock)
		means.Dots = append(means.Dots, chart.Dot{Line: line, Who: means.Who[0], X: byClock},
			chart.Dot{Line: line, Who: means.Who[1], X: processor})
	}
	for _, c := range []struct {
		chart.Chart
		file string
	}{{means, "lox-means.png"}, {perProgram, "lox-programs.png"}} {
		if len(c.Dots) == 0 {
			continue
		}
		if err := c.Save(filepath.Join(dir, c.file)); err != nil {
			return err
		}
		fmt.Fprintf(text, "\n![%s](%s)\n", c.Title, c.file)
	}
	return nil
}

// times labels a power of ten.
func times(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
