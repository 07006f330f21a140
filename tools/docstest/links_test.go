package docstest

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLinksResolve(t *testing.T) {
	docs, err := documents()
	require.NoError(t, err)
	require.NotEmpty(t, docs)
	anchors := map[string]map[string]bool{}
	for _, d := range docs {
		anchors[d.path] = d.anchors()
	}
	checked := 0
	for _, d := range docs {
		for _, target := range d.links() {
			u, err := url.Parse(target)
			if !assert.NoError(t, err, "%s: %s", d.path, target) || u.IsAbs() {
				continue
			}
			checked++
			file := d.path
			if u.Path != "" {
				file = d.at(u.Path)
				_, err := os.Stat(filepath.Join(root, file))
				assert.NoError(t, err, "%s links to %s", d.path, target)
			}
			if u.Fragment != "" && strings.HasSuffix(file, ".md") {
				assert.True(t, anchors[file][u.Fragment], "%s links to %s, and %s has no such heading", d.path, target, file)
			}
		}
	}
	require.NotZero(t, checked, "no link was found")
}

func TestAnchor(t *testing.T) {
	for title, want := range map[string]string{
		"Limits":                       "limits",
		"REST and WebSocket":           "rest-and-websocket",
		"What `lox` is, and is not":    "what-lox-is-and-is-not",
		"Add an operation: of Lox":     "add-an-operation-of-lox",
		"0.1.0 (unreleased)":           "010-unreleased",
		"The way of one SET, to a map": "the-way-of-one-set-to-a-map",
	} {
		assert.Equal(t, want, anchor(title))
	}
}
