package main

import (
	"image/color"
	"math"
	"time"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// palette is Okabe and Ito's, which the colour-blind can tell apart.
var palette = []color.Color{
	color.RGBA{0, 114, 178, 255}, color.RGBA{230, 159, 0, 255}, color.RGBA{0, 158, 115, 255},
	color.RGBA{204, 121, 167, 255}, color.RGBA{86, 180, 233, 255}, color.RGBA{213, 94, 0, 255},
}

// plotSection draws the section's figures as dots on a logarithmic axis of
// time, a line per task: bars would have no honest zero there.
func plotSection(file, title string, rows []Row) error {
	p := plot.New()
	p.Title.Text = title
	p.X.Label.Text = "time per operation (logarithmic; left is faster)"
	p.X.Scale = plot.LogScale{}
	p.X.Tick.Marker = timeTicks{}
	p.Legend.Top = true
	p.Add(plotter.NewGrid())

	names := tasks(rows)
	low, high := math.Inf(1), 0.0
	for i, who := range distinct(rows, func(r Row) string { return r.Who }) {
		var points plotter.XYs
		for _, r := range only(rows, func(r Row) bool { return r.Who == who }) {
			points = append(points, plotter.XY{X: r.NsPerOp, Y: float64(lineOf(names, r.Task))})
			low, high = min(low, r.NsPerOp), max(high, r.NsPerOp)
		}
		dots, err := plotter.NewScatter(points)
		if err != nil {
			return err
		}
		dots.Color = palette[i%len(palette)]
		dots.Radius = vg.Points(5)
		dots.Shape = draw.CircleGlyph{}
		p.Add(dots)
		p.Legend.Add(who, dots)
	}
	p.X.Min, p.X.Max = math.Pow(10, math.Floor(math.Log10(low))), math.Pow(10, math.Ceil(math.Log10(high)))
	p.Y.Min, p.Y.Max = -0.5, float64(len(names))+0.8 // room for the legend above
	p.Y.Tick.Marker = taskTicks(names)
	return p.Save(24*vg.Centimeter, vg.Length(5+float64(len(names)))*vg.Centimeter, file)
}

// lineOf puts the first task at the top.
func lineOf(names []string, task string) int {
	for i, n := range names {
		if n == task {
			return len(names) - 1 - i
		}
	}
	return -1
}

// timeTicks label the powers of ten with their units.
type timeTicks struct{}

func (timeTicks) Ticks(low, high float64) (ticks []plot.Tick) {
	for _, t := range (plot.LogTicks{}).Ticks(low, high) {
		if t.Label != "" {
			t.Label = roundDuration(t.Value)
		}
		ticks = append(ticks, t)
	}
	return ticks
}

// roundDuration names a power of ten in the unit that needs the fewest zeros.
func roundDuration(ns float64) string {
	return time.Duration(ns).String()
}

// taskTicks label the lines with their tasks.
type taskTicks []string

func (t taskTicks) Ticks(_, _ float64) (ticks []plot.Tick) {
	for _, name := range t {
		ticks = append(ticks, plot.Tick{Value: float64(lineOf(t, name)), Label: name})
	}
	return ticks
}
