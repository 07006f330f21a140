package api

import _ "embed" // for Document

// Document is the bundled schema from which the types of this package were
// generated, as JSON.
//
//go:embed openapi.json
var Document []byte
