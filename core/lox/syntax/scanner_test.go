package syntax

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// scanAll gives all tokens but the last, EOF.
func scanAll(text string) (tokens []Token, comments []Comment) {
	s := scanner{text: text, line: 1}
	for {
		t := s.next()
		if t.Kind == EOF {
			return tokens, s.comments
		}
		tokens = append(tokens, t)
	}
}

func TestScannerTokens(t *testing.T) {
	for _, c := range []struct {
		text string
		want string // kinds and texts
	}{
		{"", ""},
		{" \t\r\n", ""},
		{"(){},.-+;/*", "(:( ):) {:{ }:} ,:, .:. -:- +:+ ;:; /:/ *:*"},
		{"! != = == > >= < <=", "!:! !=:!= =:= ==:== >:> >=:>= <:< <=:<="},
		{"!==", "!=:!= =:="},
		{"<=>==", "<=:<= >=:>= =:="},
		{"a _ a1 _1_ A9z", "identifier:a identifier:_ identifier:a1 identifier:_1_ identifier:A9z"},
		{"orchid or", "identifier:orchid or:or"},
		{"Class nilly thisa", "identifier:Class identifier:nilly identifier:thisa"},
		{"1 12 1.5 0.0 007", "number:1 number:12 number:1.5 number:0.0 number:007"},
		{"1.", "number:1 .:."},
		{".5", ".:. number:5"},
		{"1.abs", "number:1 .:. identifier:abs"},
		{"1.2.3", "number:1.2 .:. number:3"},
		{"1a", "number:1 identifier:a"},
		{`""`, `string:""`},
		{`"a b"`, `string:"a b"`},
		{`"\n"`, `string:"\n"`}, // there are no escapes
		{`"a//b"`, `string:"a//b"`},
		{`"äöü€"`, `string:"äöü€"`},
		{"a//b c\nd", "identifier:a identifier:d"},
		{"a / / b", "identifier:a /:/ /:/ identifier:b"},
		{"@", "error:Unexpected character."},
		{"a|b", "identifier:a error:Unexpected character. identifier:b"},
		{"é", "error:Unexpected character. error:Unexpected character."}, // a byte each, as the book has it
		{"\x00", "error:Unexpected character."},
		{`"abc`, "error:Unterminated string."},
		{`a " b`, "identifier:a error:Unterminated string."},
	} {
		tokens, _ := scanAll(c.text)
		var got []string
		for _, k := range tokens {
			got = append(got, k.Kind.String()+":"+k.Text)
		}
		assert.Equal(t, c.want, strings.Join(got, " "), "%q", c.text)
	}
}

func TestScannerKeywords(t *testing.T) {
	for word, kind := range Keywords {
		tokens, _ := scanAll(word + " " + word + "x")
		assert.Equal(t, kind, tokens[0].Kind, word)
		assert.Equal(t, word, kind.String())
		assert.Equal(t, Identifier, tokens[1].Kind, word)
	}
	assert.Len(t, Keywords, 16)
}

// A token stands where its span says, and the spans follow each other.
func TestScannerSpans(t *testing.T) {
	text := "class A < B { // c\n\tm(x) { return \"two\nlines\" + 1.5; }\n}"
	tokens, _ := scanAll(text)
	end := 0
	for _, k := range tokens {
		assert.Equal(t, k.Text, text[k.Span.Start:k.Span.End])
		assert.Empty(t, strings.Trim(strings.ReplaceAll(text[end:k.Span.Start], "// c", ""), " \t\n"))
		end = k.Span.End
	}
	assert.Equal(t, len(text), end)
}

// A token has the line that it ends on.
func TestScannerLines(t *testing.T) {
	for _, c := range []struct {
		text string
		want []int
	}{
		{"a b", []int{1, 1}},
		{"a\nb\n\nc", []int{1, 2, 4}},
		{"a\r\nb", []int{1, 2}},
		{"\"one\ntwo\" a", []int{2, 2}},
		{"a \"one\n\ntwo", []int{1, 3}},
		{"// c\na // d\nb", []int{2, 3}},
	} {
		tokens, _ := scanAll(c.text)
		var got []int
		for _, k := range tokens {
			got = append(got, k.Line)
		}
		assert.Equal(t, c.want, got, "%q", c.text)
	}
}

func TestScannerComments(t *testing.T) {
	text := "// one\r\na // two\n//\n\"// none\" // last"
	_, comments := scanAll(text)
	var got []string
	for _, c := range comments {
		got = append(got, c.Text)
		assert.Equal(t, c.Text, strings.TrimRight(text[c.Span.Start:c.Span.End], "\r"))
	}
	assert.Equal(t, []string{"// one", "// two", "//", "// last"}, got)
}

func TestScannerEndsForGood(t *testing.T) {
	s := scanner{text: "a", line: 1}
	s.next()
	for range 3 {
		assert.Equal(t, EOF, s.next().Kind)
	}
}
