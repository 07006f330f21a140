package conformance

import (
	"encoding/json"
	"fmt"
)

// matchesReply compares a JSON object with the fields that are wanted: others
// are ignored, in objects within it too; lists must be the same from first to
// last. A wanted null takes an absent field as well.
func matchesReply(want map[string]any, text []byte) bool {
	var got any
	if json.Unmarshal(text, &got) != nil {
		return false
	}
	return matchesJSON(want, got)
}

func matchesJSON(want, got any) bool {
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		for name, v := range w {
			ok = ok && matchesJSON(v, g[name])
		}
		return ok
	case []any:
		g, ok := got.([]any)
		ok = ok && len(g) == len(w)
		for i := 0; ok && i < len(w); i++ {
			ok = matchesJSON(w[i], g[i])
		}
		return ok
	case int: // what YAML makes of a number; JSON makes float64
		return got == float64(w)
	}
	return want == got
}

// replyText is the wanted object as JSON, for messages.
func replyText(want map[string]any) string {
	text, err := json.Marshal(want)
	if err != nil {
		return fmt.Sprint(want)
	}
	return string(text)
}
