module github.com/twelvefold/twelvefold

go 1.26
