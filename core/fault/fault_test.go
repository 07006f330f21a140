package fault_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/twelvefold/twelvefold/core/fault"
)

var (
	errOne = errors.New("one")
	errTwo = errors.New("two")
)

func TestWhatARuleMatches(t *testing.T) {
	tests := []struct {
		name string
		rule fault.Rule
		hits []bool // for the calls below
	}{
		{"everything", fault.Rule{}, []bool{true, true, true, true}},
		{"an engine", fault.Rule{Engine: "redis"}, []bool{true, true, true, false}},
		{"an operation", fault.Rule{Op: "GET"}, []bool{true, true, false, false}},
		{"a prefix", fault.Rule{Prefix: []byte("user:")}, []bool{true, false, true, true}},
		{"all of it", fault.Rule{Engine: "redis", Op: "GET", Prefix: []byte("user:")}, []bool{true, false, false, false}},
		{"nothing", fault.Rule{Engine: "redis", Op: "get"}, []bool{false, false, false, false}},
	}
	calls := []struct{ engine, op, subject string }{
		{"redis", "GET", "user:1"}, {"redis", "GET", "use"}, {"redis", "SET", "user:"}, {"lru", "get", "user:1"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var p fault.Plane
			test.rule.Err = errOne
			p.Add(test.rule)
			for i, c := range calls {
				var want error
				if test.hits[i] {
					want = errOne
				}
				assert.Equal(t, want, p.Check(c.engine, c.op, []byte(c.subject)), "%+v", c)
			}
		})
	}
}

// pattern gives which of n calls fail: 1 with errOne, 2 with errTwo.
func pattern(p *fault.Plane, n int) string {
	s := ""
	for range n {
		switch p.Check("e", "op", nil) {
		case nil:
			s += "."
		case errOne:
			s += "1"
		case errTwo:
			s += "2"
		}
	}
	return s
}

func TestSkipAndCount(t *testing.T) {
	tests := []struct {
		rules []fault.Rule
		want  string
	}{
		{nil, "......"},
		{[]fault.Rule{{Err: errOne}}, "111111"},
		{[]fault.Rule{{Skip: 2, Err: errOne}}, "..1111"},
		{[]fault.Rule{{Count: 2, Err: errOne}}, "11...."},
		{[]fault.Rule{{Skip: 1, Count: 3, Err: errOne}}, ".111.."},
		{[]fault.Rule{{Count: 1, Err: errOne}, {Count: 2, Err: errTwo}}, "122..."},
		{[]fault.Rule{{Skip: 3, Err: errOne}, {Skip: 1, Count: 1, Err: errTwo}}, ".2.111"},
	}
	for _, test := range tests {
		var p fault.Plane
		for _, r := range test.rules {
			p.Add(r)
		}
		assert.Equal(t, test.want, pattern(&p, 6), "%+v", test.rules)
	}
}

func TestRemoveAndClear(t *testing.T) {
	var p fault.Plane
	remove := p.Add(fault.Rule{Err: errOne})
	p.Add(fault.Rule{Err: errTwo})
	remove()
	remove() // a second time does nothing
	assert.Equal(t, "2", pattern(&p, 1))
	p.Clear()
	assert.Equal(t, ".", pattern(&p, 1))
}

func TestThePlaneKeepsItsOwnCopy(t *testing.T) {
	var p fault.Plane
	prefix := []byte("abc")
	p.Add(fault.Rule{Prefix: prefix, Err: errOne})
	prefix[0] = 'x'
	assert.Equal(t, errOne, p.Check("e", "op", []byte("abcd")))
}

func TestNoPlaneNeverFails(t *testing.T) {
	var none *fault.Plane
	assert.NoError(t, none.Check("e", "op", nil))
}
