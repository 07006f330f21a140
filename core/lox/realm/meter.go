package realm

// Meter counts what a run uses: steps, and how deep its calls are.
type Meter struct {
	// Fuel is how many steps may be taken until More is asked. Engines count
	// it down by themselves.
	Fuel int64
	// Depth is the weight of all calls that have not returned.
	Depth int
	// MaxDepth is the most that Depth may be.
	MaxDepth int

	limits  Limits
	granted int64 // steps that Fuel was filled with in this run
	// poll is asked between portions of fuel; its error ends the run.
	poll func() error
}

// portion is how many steps go by between looks at the clock: some tens of
// microseconds.
const portion = 4096

// Start begins a run with all its steps before it.
func (m *Meter) Start(poll func() error) {
	m.Fuel, m.granted, m.poll = 0, 0, poll
	m.Depth, m.MaxDepth = 0, m.limits.Depth
}

// Steps is how many steps the run has taken. A step is one call, or one leap
// back in a loop.
func (m *Meter) Steps() int64 { return m.granted - m.Fuel }

// Step takes one step.
//
// Errors: those of More.
func (m *Meter) Step() error {
	if m.Fuel == 0 {
		if err := m.More(); err != nil {
			return err
		}
	}
	m.Fuel--
	return nil
}

// More grants the next portion of steps, when Fuel is at zero and one is to be
// taken.
//
// Errors: *Error of kind Steps, or what poll says.
func (m *Meter) More() error {
	grant := int64(portion)
	if m.limits.Steps > 0 {
		grant = min(grant, m.limits.Steps-m.granted)
	}
	if grant <= 0 {
		return Fail(Steps, "Step limit reached.")
	}
	if m.poll != nil {
		if err := m.poll(); err != nil {
			return err
		}
	}
	m.granted += grant
	m.Fuel += grant
	return nil
}

// Enter counts a call of a weight (syntax.Function.Weight). The caller takes it
// back with Leave, also after an error.
//
// Errors: *Error of kind Depth.
func (m *Meter) Enter(weight int) error {
	m.Depth += weight
	if m.Depth > m.MaxDepth {
		return Fail(Depth, "Stack overflow.")
	}
	return nil
}

// Leave takes a call back.
func (m *Meter) Leave(weight int) { m.Depth -= weight }

// HostWeight is what a call from the host inside a run weighs: it takes the
// host's own stack, of which there is less.
func (m *Meter) HostWeight() int { return max(1, m.limits.Depth/100) }
