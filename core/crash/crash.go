// Package crash is the crash harness that every durable engine passes: a
// workload runs on a disk that may lose what was not synced, the power fails
// at every moment at which that makes a difference, and what the engine then
// opens with is compared with what it had promised.
//
//	func TestCrash(t *testing.T) {
//		crash.Run(t, crash.Config{}, crash.Subject{Open: ..., Next: ...})
//	}
//
// The promise: nothing that was acknowledged is lost, nothing that was not is
// seen in part. An engine is a Store, whose State is a map of names to values
// and whose Steps change that map as a whole. After a crash the state must be
// the one after the last step that was durable, or after any of the steps
// that followed it, the interrupted one included: the steps reach the disk in
// their order, and none by half.
//
// It is a package for tests: only tests import it.
package crash

import (
	"errors"
	"maps"
	"math/rand/v2"
	"time"

	"github.com/twelvefold/twelvefold/core/clock"
	"github.com/twelvefold/twelvefold/core/vfs/crashfs"
	"github.com/twelvefold/twelvefold/core/world"
)

// State is all that a user of the engine can see: values by name.
type State map[string]string

// Store is the engine under test, open on a disk.
type Store interface {
	State() (State, error)
	Close() error
}

// Step is one thing that the workload does.
type Step struct {
	Name string            // for the report of a failure: "put k3"
	Do   func(Store) error // must not fail: the disk has no faults but the crash
	// Effect is what Do changes. Nil is nothing, as of a merge or a sync.
	Effect func(State)
	// Durable says that, once Do has returned, this step and all before it
	// survive.
	Durable bool
}

// Subject is an engine with a workload for it.
type Subject struct {
	// Open opens the engine on w.FS, empty or with what a crash has left.
	// All else in w is fixed by the seed; the clock is manual.
	Open func(w world.World) (Store, error)
	// Next draws the next step of the workload. It must take all randomness
	// from r.
	Next func(r *rand.Rand) Step
}

// Config says how much to try. The zero value is for every day's tests.
type Config struct {
	// Seeds is the number of workloads, each with crashes at all its
	// moments. 0 is 200, or what the environment variable CRASH_SEEDS says.
	Seeds int
	// Steps is the length of a workload. 0 is 40.
	Steps int
}

const (
	defaultSeeds = 200
	defaultSteps = 40
	stepTime     = 100 * time.Millisecond // by which the clock moves between steps
)

// start is where the manual clock begins: any fixed time will do.
var start = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)

// Failure is a promise that was broken. Seed repeats it.
type Failure struct {
	Seed    uint64
	Moment  int      // which change of the disk had not happened yet, from 1
	Steps   []string // done or begun until then
	Problem string
}

// run is one workload under way.
type run struct {
	subject Subject
	steps   int
	seed    uint64
	rand    *rand.Rand // for the workload
	fate    *rand.Rand // for crashes: they must not change the workload
	disk    *crashfs.FS
	clock   *clock.Manual

	moment  int
	names   []string
	allowed []State // the last durable state, and those that followed
	failure *Failure
	points  *int
}

// Find tries the workload of one seed and gives the first broken promise, or
// nil, and the number of crashes tried. Run is Find for tests.
func Find(seed uint64, steps int, s Subject) (f *Failure, crashes int) {
	r := &run{
		subject: s,
		steps:   steps,
		seed:    seed,
		rand:    rand.New(rand.NewPCG(seed, 1)),
		fate:    rand.New(rand.NewPCG(seed, 2)),
		disk:    crashfs.New(),
		clock:   clock.NewManual(start),
		allowed: []State{{}},
		points:  &crashes,
	}
	r.disk.OnChange(r.crashNow)
	r.workload()
	return r.failure, crashes
}

func (r *run) world(disk *crashfs.FS) world.World {
	return world.World{FS: disk, Clock: r.clock, Seed: r.seed + 1}
}

func (r *run) workload() {
	r.names = append(r.names, "open")
	store, err := r.subject.Open(r.world(r.disk))
	if err != nil {
		r.fail("open of an empty disk: " + err.Error())
		return
	}
	for range r.steps {
		step := r.subject.Next(r.rand)
		r.names = append(r.names, step.Name)
		if step.Effect != nil {
			next := maps.Clone(r.allowed[len(r.allowed)-1])
			step.Effect(next)
			r.allowed = append(r.allowed, next)
		}
		if err := step.Do(store); err != nil {
			r.fail("the step failed: " + err.Error())
		}
		if r.failure != nil {
			break
		}
		if step.Durable {
			r.allowed = r.allowed[len(r.allowed)-1:]
		}
		r.clock.Advance(stepTime)
	}
	r.names = append(r.names, "close")
	if err := store.Close(); err != nil {
		r.fail("close: " + err.Error())
	}
	r.allowed = r.allowed[len(r.allowed)-1:] // closing is durable
	r.names = append(r.names, "end")
	r.crashNow()
}

func (r *run) fail(problem string) {
	if r.failure != nil {
		return
	}
	r.failure = &Failure{Seed: r.seed, Moment: r.moment, Steps: r.names, Problem: problem}
}

// crashNow tries a crash at this moment. Some are followed by a second one
// while the engine recovers: from a power loss, or from the death of its
// process alone, which leaves unsynced data behind for recovery to see.
func (r *run) crashNow() {
	r.moment++
	if r.failure != nil {
		return
	}
	*r.points++
	var disk *crashfs.FS
	switch r.fate.IntN(8) {
	case 0:
		disk = r.crashAgain(r.disk.Clone())
	case 1:
		disk = r.crashAgain(crashfs.From(r.disk.Crash(r.fate)))
	default:
		disk = crashfs.From(r.disk.Crash(r.fate))
	}
	state, err := r.reopen(disk)
	if err != nil {
		r.fail(err.Error())
		return
	}
	if !r.isAllowed(state) {
		r.fail(describe(state, r.allowed))
	}
}

func (r *run) isAllowed(state State) bool {
	for _, a := range r.allowed {
		if maps.Equal(a, state) {
			return true
		}
	}
	return false
}

// crashAgain opens the engine on disk and gives what a power loss leaves, at
// one of the changes that opening and closing make, or after them.
func (r *run) crashAgain(disk *crashfs.FS) *crashfs.FS {
	var after *crashfs.FS
	changes := 0
	powerLoss := func() {
		if changes++; r.fate.IntN(changes) == 0 { // each moment alike likely
			after = crashfs.From(disk.Crash(r.fate))
		}
	}
	disk.OnChange(powerLoss)
	store, err := r.subject.Open(r.world(disk))
	powerLoss()     // open, and doing nothing: what it shows by now must last
	if err == nil { // an error shows again below
		store.Close()
	}
	disk.OnChange(nil)
	return after
}

// reopen gives what the engine holds on disk, read twice: what recovery has
// found must also be there the next time.
func (r *run) reopen(disk *crashfs.FS) (State, error) {
	first, err := r.stateOn(disk)
	if err != nil {
		return nil, errors.Join(errors.New("open after the crash"), err)
	}
	again, err := r.stateOn(disk)
	if err != nil {
		return nil, errors.Join(errors.New("second open after the crash"), err)
	}
	if !maps.Equal(first, again) {
		return nil, errors.New("the second open after the crash differs: " + describe(again, []State{first}))
	}
	return first, nil
}

func (r *run) stateOn(disk *crashfs.FS) (State, error) {
	store, err := r.subject.Open(r.world(disk))
	if err != nil {
		return nil, err
	}
	state, err := store.State()
	return state, errors.Join(err, store.Close())
}
