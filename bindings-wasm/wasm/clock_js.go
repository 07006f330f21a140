package main

import "github.com/twelvefold/twelvefold/core/clock"

func realClock() clock.Clock { return clock.Real }
