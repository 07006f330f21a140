module github.com/twelvefold/twelvefold

go 1.26.0

require (
	github.com/stretchr/testify v1.11.1 // indirect
	golang.org/x/tools v0.52.0 // indirect
	gonum.org/v1/gonum v0.17.0 // indirect
)
