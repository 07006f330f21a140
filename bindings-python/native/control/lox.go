package control

import (
	"encoding/json"

	"github.com/twelvefold/twelvefold/bindings-python/native/door"
)

// LoxGlobals lists the names of an interpreter's globals, as a JSON array.
func LoxGlobals(handle int64) (names string, err error) {
	defer guard(&err)
	l, err := door.Of[*door.Lox](handle)
	if err != nil {
		return "", err
	}
	list, err := l.Globals()
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(append([]string{}, list...))
	return string(text), err
}

// LoxUsage tells what the last run took, as a JSON object.
func LoxUsage(handle int64) (usage string, err error) {
	defer guard(&err)
	l, err := door.Of[*door.Lox](handle)
	if err != nil {
		return "", err
	}
	u, err := l.Usage()
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(u)
	return string(text), err
}

// LoxHeld traces what an interpreter's values hold, in bytes.
func LoxHeld(handle int64) (held int64, err error) {
	defer guard(&err)
	l, err := door.Of[*door.Lox](handle)
	if err != nil {
		return 0, err
	}
	n, err := l.Held()
	return int64(n), err
}

// LoxCancel ends the run that goes on in an interpreter, if there is one.
func LoxCancel(handle int64) (done bool, err error) {
	defer guard(&err)
	l, err := door.Of[*door.Lox](handle)
	if err != nil {
		return false, err
	}
	l.Cancel()
	return true, nil
}
