// Package chart draws figures as dots on a logarithmic axis, a line for each
// task and a colour for each contender:
//
//	chart.Chart{Title: "lru", XLabel: "time", Tick: label, Dots: dots}.Save("lru.png")
//
// Bars would have no honest zero on such an axis.
package chart

import (
	"image/color"
	"math"
	"os"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
)

// Dot is one figure.
type Dot struct {
	Line string  // what was measured; lines stand in the order of first appearance
	Who  string  // of the legend
	X    float64 // above zero
}

// Chart is one image.
type Chart struct {
	Title  string
	XLabel string
	Tick   func(x float64) string // label of a power of ten
	Who    []string               // the legend's order, which is also that of the colours
	Dots   []Dot
}

// palette is Okabe and Ito's, which the colour-blind can tell apart, but for its
// yellow, which is lost on white: grey instead.
var palette = []color.Color{
	color.RGBA{0, 114, 178, 255}, color.RGBA{230, 159, 0, 255}, color.RGBA{0, 158, 115, 255},
	color.RGBA{204, 121, 167, 255}, color.RGBA{86, 180, 233, 255}, color.RGBA{213, 94, 0, 255},
	color.RGBA{0, 0, 0, 255}, color.RGBA{120, 120, 120, 255},
}

// shapes tell contenders apart where they are printed in grey.
var shapes = []draw.GlyphDrawer{
	draw.CircleGlyph{}, draw.BoxGlyph{}, draw.TriangleGlyph{}, draw.PyramidGlyph{}, draw.CrossGlyph{}, draw.PlusGlyph{},
	draw.RingGlyph{}, draw.SquareGlyph{},
}

// margin around everything, so that no label touches the border.
const margin = vg.Length(12)

// entry is the height of one of the legend's.
const entry = vg.Length(20)

// Save writes a PNG, as high as it has lines: title and legend on top, so that
// neither lies over the grid.
func (c Chart) Save(file string) error {
	p := plot.New()
	p.X.Label.Text, p.X.Label.Padding = c.XLabel, 6
	p.X.Scale = plot.LogScale{}
	p.X.Tick.Marker = decades{c.Tick}
	legend := plot.NewLegend()
	legend.Top, legend.Padding = true, 4
	p.Add(plotter.NewGrid())

	lines := c.lines()
	var dots []plot.Plotter
	for i, who := range c.Who {
		points := c.points(who, lines)
		if len(points) == 0 {
			continue
		}
		scatter, err := plotter.NewScatter(points)
		if err != nil {
			return err
		}
		scatter.GlyphStyle = draw.GlyphStyle{Color: palette[i%len(palette)], Radius: vg.Points(5), Shape: shapes[i%len(shapes)]}
		dots = append(dots, scatter)
		legend.Add(who, scatter)
	}
	slices.Reverse(dots) // the legend's first lies over the others
	p.Add(dots...)
	p.X.Min, p.X.Max = c.span()
	p.Y.Min, p.Y.Max = -0.5, float64(len(lines))-0.5
	p.Y.Tick.Marker = names(lines)

	head := vg.Length(len(dots)) * entry
	canvas := vgimg.PngCanvas{Canvas: vgimg.New(25*vg.Centimeter, 2*vg.Centimeter+vg.Length(len(lines))*vg.Centimeter+head)}
	page := draw.Crop(draw.New(canvas), margin, -margin, margin, -margin)
	style := p.Title.TextStyle
	style.XAlign, style.YAlign = draw.XLeft, draw.YTop
	page.FillText(style, vg.Point{X: page.Min.X, Y: page.Max.Y}, c.Title)
	legend.Draw(page)
	p.Draw(draw.Crop(page, 0, 0, 0, -head))
	return save(canvas, file)
}

func save(canvas vgimg.PngCanvas, file string) error {
	out, err := os.Create(file)
	if err != nil {
		return err
	}
	if _, err = canvas.WriteTo(out); err != nil {
		return err
	}
	return out.Close()
}

// lines are the names from the bottom up: the first one is on top.
func (c Chart) lines() (lines []string) {
	for _, d := range c.Dots {
		if !slices.Contains(lines, d.Line) {
			lines = append(lines, d.Line)
		}
	}
	slices.Reverse(lines)
	return lines
}

func (c Chart) points(who string, lines []string) (points plotter.XYs) {
	for _, d := range c.Dots {
		if d.Who == who {
			points = append(points, plotter.XY{X: d.X, Y: float64(slices.Index(lines, d.Line))})
		}
	}
	return points
}

// span is the range of the dots, in whole decades, and never none.
func (c Chart) span() (low, high float64) {
	low, high = math.Inf(1), 0.0
	for _, d := range c.Dots {
		low, high = min(low, d.X), max(high, d.X)
	}
	low, high = math.Pow10(int(math.Floor(math.Log10(low)))), math.Pow10(int(math.Ceil(math.Log10(high))))
	return low, max(high, low*10)
}

// decades label the powers of ten.
type decades struct{ label func(float64) string }

// Ticks are labelled at the powers of ten and bare at their multiples. Plot's
// own for a logarithmic axis leave out the first power where its logarithm is
// not exact.
func (d decades) Ticks(low, high float64) (ticks []plot.Tick) {
	for power := int(math.Round(math.Log10(low))); math.Pow10(power) <= high; power++ {
		base := math.Pow10(power)
		ticks = append(ticks, plot.Tick{Value: base, Label: d.label(base)})
		for digit := 2.0; digit < 10 && digit*base < high; digit++ {
			ticks = append(ticks, plot.Tick{Value: digit * base})
		}
	}
	return ticks
}

// names label the lines.
type names []string

// Ticks is one for each line.
func (n names) Ticks(_, _ float64) (ticks []plot.Tick) {
	for i, name := range n {
		ticks = append(ticks, plot.Tick{Value: float64(i), Label: name})
	}
	return ticks
}
