package redis

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"
)

// SortOptions of Sort.
type SortOptions struct {
	// By is a pattern with one *, in whose place each element is put: the key
	// whose string is compared instead of the element; "key->field" takes it
	// from a hash. A pattern without * leaves the order as it is. Nil compares
	// the elements themselves.
	By []byte
	// Get are patterns like By whose values are given instead of each
	// element; "#" is the element itself.
	Get [][]byte
	// Offset and Count are the part of the result to give; with Limited
	// false all of it.
	Offset, Count int64
	Limited       bool
	Desc          bool
	Alpha         bool // compare bytes, not numbers
}

// sorted is one element on its way through Sort.
type sorted struct {
	element []byte
	score   float64
	text    []byte // what is compared with Alpha and By; nil: none, which is first
}

// Sort gives the elements of a list or set in order; nil stands for a value
// that a pattern of Get did not find.
func (tx *Tx) Sort(key []byte, opt SortOptions) ([][]byte, error) { return tx.sort(key, opt, false) }

// SortStore puts the result of Sort under dst as a list, where "" stands for
// a value that was not found, and gives its length; an empty result removes
// dst.
func (tx *Tx) SortStore(dst, key []byte, opt SortOptions) (length int, err error) {
	values, err := tx.sort(key, opt, true)
	if err != nil {
		return 0, err
	}
	for i, v := range values { // they may be part of what dst holds
		values[i] = slices.Clone(v)
	}
	if len(values) == 0 {
		tx.Del(dst)
		return 0, nil
	}
	o := tx.newList(dst)
	for _, v := range values {
		o.list.PushBack(v)
	}
	tx.changed(dst, "sortstore")
	return len(values), nil
}

func (tx *Tx) sort(key []byte, opt SortOptions, store bool) ([][]byte, error) {
	o := tx.peek(key)
	if o != nil {
		o.access = tx.now
		if o.kind != KindList && o.kind != KindSet {
			return nil, ErrWrongType
		}
	}
	ordered := opt.By != nil && !bytes.Contains(opt.By, []byte("*"))
	if ordered && store && o != nil && o.kind == KindSet {
		// A set has no order of its own, and what is stored must not depend
		// on chance.
		ordered, opt.Alpha, opt.By = false, true, nil
	}
	items := elements(o)
	switch {
	case !ordered:
		if err := tx.rank(items, opt); err != nil {
			return nil, err
		}
		slices.SortStableFunc(items, opt.compare)
	case opt.Desc && o != nil && o.kind == KindList:
		slices.Reverse(items)
	}
	return tx.project(opt.part(items), opt.Get), nil
}

// elements gives what a list or set holds.
func elements(o *object) []sorted {
	items := make([]sorted, 0, o.size())
	switch {
	case o == nil:
	case o.kind == KindList:
		for _, v := range o.list.From(0) {
			items = append(items, sorted{element: v})
		}
	default:
		for m := range o.set.all {
			items = append(items, sorted{element: []byte(m)})
		}
	}
	return items
}

// rank finds what each element is compared by.
func (tx *Tx) rank(items []sorted, opt SortOptions) error {
	bad := false
	for i := range items {
		by := items[i].element
		if opt.By != nil {
			if by = tx.follow(opt.By, items[i].element); by == nil {
				continue // compares as 0, or before all text
			}
		}
		if opt.Alpha {
			items[i].text = by
			continue
		}
		score, ok := parseScore(by)
		bad = bad || !ok
		items[i].score = score
	}
	if bad {
		return ErrSortScore
	}
	return nil
}

// parseScore reads a number as C's strtod does, which takes nothing for 0 and
// lets spaces stand before it.
func parseScore(b []byte) (float64, bool) {
	s := strings.TrimLeft(string(b), " \t\n\v\f\r")
	if len(b) == 0 {
		return 0, true
	}
	if strings.ContainsRune(s, '_') {
		return 0, false
	}
	if strings.HasPrefix(strings.TrimLeft(s, "+-"), "0x") && !strings.Contains(s, "p") {
		s += "p0" // Go wants the exponent that C lets one leave out
	}
	score, err := strconv.ParseFloat(s, 64)
	return score, err == nil && !math.IsNaN(score)
}

// compare orders two elements; equal scores fall back to the bytes.
func (opt SortOptions) compare(a, b sorted) int {
	var c int
	switch {
	case opt.Alpha && opt.By != nil && (a.text == nil || b.text == nil):
		c = presence(a.text) - presence(b.text)
	case opt.Alpha:
		c = bytes.Compare(a.text, b.text)
	case a.score < b.score:
		c = -1
	case a.score > b.score:
		c = 1
	default:
		c = bytes.Compare(a.element, b.element)
	}
	if opt.Desc {
		return -c
	}
	return c
}

func presence(text []byte) int {
	if text == nil {
		return 0
	}
	return 1
}

// part cuts Offset and Count out; a negative Count means to the end.
func (opt SortOptions) part(items []sorted) []sorted {
	if !opt.Limited {
		return items
	}
	n := int64(len(items))
	from := min(max(opt.Offset, 0), n)
	to := n
	if opt.Count >= 0 {
		to = min(from+min(opt.Count, n), n)
	}
	return items[from:to]
}

// project puts the values of the patterns in the place of each element.
func (tx *Tx) project(items []sorted, patterns [][]byte) [][]byte {
	values := make([][]byte, 0, len(items)*max(len(patterns), 1))
	for _, item := range items {
		if len(patterns) == 0 {
			values = append(values, item.element)
		}
		for _, p := range patterns {
			values = append(values, tx.follow(p, item.element))
		}
	}
	return values
}

// follow gives the string that a pattern leads to from an element, nil where
// there is none.
func (tx *Tx) follow(pattern, element []byte) []byte {
	if string(pattern) == "#" {
		return element
	}
	before, after, ok := bytes.Cut(pattern, []byte("*"))
	if !ok {
		return nil
	}
	after, field, ofHash := bytes.Cut(after, []byte("->"))
	if ofHash && len(field) == 0 { // "->" at the end belongs to the key
		after, ofHash = pattern[len(before)+1:], false
	}
	o := tx.peek(slices.Concat(before, element, after))
	if o == nil {
		return nil
	}
	o.access = tx.now
	switch {
	case ofHash && o.kind == KindHash:
		if v, ok := o.hash.fields.GetBytes(field); ok {
			return []byte(v)
		}
	case !ofHash && o.kind == KindString:
		return o.str
	}
	return nil
}
