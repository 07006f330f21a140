package vfs

import "strings"

// CheckName tells whether name may name a file: a slash-separated relative
// path without empty, "." or ".." elements, backslashes or NUL bytes. Every
// FS checks the names it is given with it, so that none reaches outside its
// root and all refuse the same names. The error is an *Error of kind
// ErrInvalidName for op.
func CheckName(op, name string) error {
	if !validPath(name) {
		return &Error{Op: op, Name: name, Kind: ErrInvalidName}
	}
	return nil
}

// CheckDir is CheckName for folders, where "" is the root.
func CheckDir(op, dir string) error {
	if dir == "" {
		return nil
	}
	return CheckName(op, dir)
}

func validPath(name string) bool {
	if strings.ContainsAny(name, "\\\x00") {
		return false
	}
	for element := range strings.SplitSeq(name, "/") {
		switch element {
		case "", ".", "..":
			return false
		}
	}
	return true
}

// Parent is the folder in which name lies, "" for the root.
func Parent(name string) string {
	i := strings.LastIndexByte(name, '/')
	return name[:max(i, 0)]
}
