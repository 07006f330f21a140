// Package jsontext reads and writes JSON (RFC 8259) for the doors of engines
// that are driven by text. It does without reflection, which would add 370 KB
// gzip to the WebAssembly module.
//
//	v, err := jsontext.Parse([]byte(`{"queue":"q","count":2}`))
//	args := v.(jsontext.Object)
//	text := new(jsontext.Writer).Text("queue", "q").Integer("count", 2).End()
//
// Objects keep the order of their members, and a name that comes twice. Text
// that is not UTF-8, which JSON does not have, is written {"b64": "..."}.
//
// Order of reading: value.go, read.go, write.go.
package jsontext
