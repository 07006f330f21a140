package server

import (
	"context"
	"log/slog"

	"github.com/twelvefold/twelvefold/core/world"
)

// worldLog lets the engines, which do not link slog, log through it.
type worldLog struct{ log *slog.Logger }

// Log makes worldLog a world.Logger.
func (l worldLog) Log(level world.Level, msg string, keysAndValues ...any) {
	l.log.Log(context.Background(), slog.Level(level), msg, keysAndValues...)
}
