package conformance

import (
	"encoding/json"
	"fmt"

	"go.yaml.in/yaml/v3"
)

// appendJSON writes a YAML node as JSON. Names keep their order, and a number
// with a fraction its fraction, because field tables of AMQP tell both.
func appendJSON(dst []byte, n *yaml.Node) (_ []byte, err error) {
	switch n.Kind {
	case yaml.MappingNode:
		dst = append(dst, '{')
		for i := 0; i < len(n.Content); i += 2 {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = append(appendQuoted(dst, n.Content[i].Value), ':')
			if dst, err = appendJSON(dst, n.Content[i+1]); err != nil {
				return nil, err
			}
		}
		return append(dst, '}'), nil
	case yaml.SequenceNode:
		dst = append(dst, '[')
		for i, item := range n.Content {
			if i > 0 {
				dst = append(dst, ',')
			}
			if dst, err = appendJSON(dst, item); err != nil {
				return nil, err
			}
		}
		return append(dst, ']'), nil
	case yaml.ScalarNode:
		return appendScalar(dst, n)
	}
	return nil, fmt.Errorf("line %d: not a value", n.Line)
}

func appendScalar(dst []byte, n *yaml.Node) ([]byte, error) {
	if n.Tag == "!!str" {
		return appendQuoted(dst, n.Value), nil
	}
	if n.Tag == "!!float" && json.Valid([]byte(n.Value)) {
		return append(dst, n.Value...), nil
	}
	var v any
	if err := n.Decode(&v); err != nil {
		return nil, err
	}
	text, err := json.Marshal(v)
	return append(dst, text...), err
}

func appendQuoted(dst []byte, s string) []byte {
	text, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string always can be written
	}
	return append(dst, text...)
}
