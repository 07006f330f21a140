package server

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// readyFile is what scripts wait for. Its form is a promise.
type readyFile struct {
	PID     int                    `json:"pid"`
	Engines map[string]readyEngine `json:"engines"`
}

type readyEngine struct {
	Addr    string `json:"addr"`
	URL     string `json:"url"`
	Durable bool   `json:"durable"`
}

// writeReady puts the file in place at once, so that nobody reads half of it.
func writeReady(path string, listeners []Listener) error {
	content := readyFile{PID: os.Getpid(), Engines: map[string]readyEngine{}}
	for _, l := range listeners {
		content.Engines[l.Engine] = readyEngine{Addr: l.Addr, URL: l.URL, Durable: l.Durable}
	}
	text, err := json.MarshalIndent(content, "", "  ")
	if err != nil {
		return fmt.Errorf("server: --ready-file %s: %w", path, err)
	}
	if err := replaceFile(path, append(text, '\n')); err != nil {
		return fmt.Errorf("server: --ready-file %s: %w", path, err)
	}
	return nil
}

func replaceFile(path string, content []byte) error {
	temp, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	_, err = temp.Write(content)
	if err = errors.Join(err, temp.Close()); err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err != nil {
		_ = os.Remove(temp.Name())
	}
	return err
}

// removeReady takes the file away again, if it is still this process' own.
func removeReady(path string) {
	if path == "" {
		return
	}
	text, err := os.ReadFile(path)
	var content readyFile
	if err == nil && json.Unmarshal(text, &content) == nil && content.PID == os.Getpid() {
		_ = os.Remove(path)
	}
}
