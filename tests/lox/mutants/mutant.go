package main

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
)

var (
	comment = regexp.MustCompile(`//.*`)
	word    = regexp.MustCompile(`"[^"]*"|[A-Za-z_]\w*|\d+(?:\.\d+)?|[<>=!]=|\s+|.`)
)

// vocabulary is what is put in, beside words of the program itself.
var vocabulary = strings.Fields(`and class else false for fun if nil or print return super this true var while
	( ) { } ; , . + - * / < > <= >= = == != ! 0 1 2.5 "" "text" a b init m @`)

// mutant makes a program from one of the sources, or from halves of two.
func mutant(seed uint64, sources []string) string {
	r := rand.New(rand.NewPCG(seed, 0))
	pick := func() []string {
		return word.FindAllString(comment.ReplaceAllString(sources[r.IntN(len(sources))], ""), -1)
	}
	words := pick()
	if r.IntN(8) == 0 {
		other := pick()
		words = append(words[:r.IntN(len(words)+1)], other[r.IntN(len(other)+1):]...)
	}
	for range 1 + r.IntN(3) {
		words = mutate(r, words)
	}
	return strings.Join(words, "")
}

// mutate changes one place: half of the time so that what was a program is
// likely to stay one.
func mutate(r *rand.Rand, words []string) []string {
	if len(words) < 2 {
		return append(words, vocabulary[r.IntN(len(vocabulary))])
	}
	at := r.IntN(len(words) - 1)
	if r.IntN(2) == 0 {
		return alike(r, words, at)
	}
	some := vocabulary[r.IntN(len(vocabulary))]
	if r.IntN(2) == 0 {
		some = words[r.IntN(len(words))]
	}
	switch r.IntN(6) {
	case 0:
		return slices.Delete(words, at, at+1)
	case 1:
		return slices.Insert(words, at, some)
	case 2:
		return slices.Insert(words, at, " ", some, " ")
	case 3:
		words[at] = some
	case 4:
		words[at], words[at+1] = words[at+1], words[at]
	default: // a few words move somewhere else
		part := slices.Clone(words[at:min(len(words), at+1+r.IntN(6))])
		words = slices.Delete(words, at, at+len(part))
		return slices.Insert(words, r.IntN(len(words)+1), part...)
	}
	return words
}

// kinds are words that can stand for one another in most places.
var kinds = []*regexp.Regexp{
	regexp.MustCompile(`^(\+|-|\*|/|[<>=!]=|<|>|and|or)$`),
	regexp.MustCompile(`^(if|while)$`),
	regexp.MustCompile(`^(nil|true|false|\d.*|".*|this)$`),
	regexp.MustCompile(`^(var|fun|class|print|return|for|else|super)$`), // not names
	regexp.MustCompile(`^[A-Za-z_]`),
}

// alike replaces a word, from a place on, by another of its kind in the program.
func alike(r *rand.Rand, words []string, from int) []string {
	for at := from; at < len(words); at++ {
		for _, kind := range kinds {
			if !kind.MatchString(words[at]) {
				continue
			}
			var others []string
			for _, w := range words {
				if kind.MatchString(w) {
					others = append(others, w)
				}
			}
			words[at] = others[r.IntN(len(others))]
			return words
		}
	}
	return words
}
