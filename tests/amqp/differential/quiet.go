package main

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

// How long confirms may take, and how long a time to live of a millisecond is
// waited for.
const (
	confirmPatience = 5 * time.Second
	briefPause      = 20 * time.Millisecond
)

// quiet waits until nothing changes any more: what clients are sent, and what
// queues hold. Asking a queue for its counts has it do first what it was sent;
// asking a channel has it hand on what it was given. It gives the counts.
func (p *player) quiet() (left string, err error) {
	if p.pace.brief {
		time.Sleep(briefPause)
	}
	until := time.Now().Add(confirmPatience)
	for calm := 0; ; time.Sleep(p.pace.pause) {
		before := len(p.events)
		if err := p.settle(); err != nil {
			return "", err
		}
		counts, err := p.watcher.look(p)
		if err != nil {
			return "", err
		}
		if counts == left && len(p.events) == before {
			calm++
		} else {
			calm = 0
		}
		left = counts
		if calm >= p.pace.calm && (p.allConfirmed() || time.Now().After(until)) {
			return left, p.settle()
		}
	}
}

func (p *player) allConfirmed() bool {
	return !slices.ContainsFunc(slices.Collect(maps.Values(p.awaited)), func(n int) bool { return n > 0 })
}

// settle makes a round through every channel and takes what came.
func (p *player) settle() error {
	for number, c := range p.conns {
		if c == nil {
			continue
		}
		for channel := range uint16(channels + 1) {
			if channel == 0 || !c.IsOpen(channel) {
				continue
			}
			if err := c.Settle(channel); err != nil && c.IsOpen(channel) {
				return fmt.Errorf("connection %d, channel %d: %w", number, channel, err)
			}
		}
		for _, e := range c.Events {
			p.take(number, e)
		}
		c.Events = nil
	}
	return nil
}

// take keeps an event for the transcript and in the accounts.
func (p *player) take(number int, fields object) {
	at := place{number, fields["channel"].(uint16)}
	e := event{at, fields["event"].(string), fields}
	p.events = append(p.events, e)
	switch e.name {
	case "basic.deliver":
		if tag := fields["consumer_tag"].(string); !p.noAck[tag] {
			p.unacked = append(p.unacked, delivery{at, fields["delivery_tag"].(uint64), p.at, p.names.plain(tag)})
		}
	case "basic.ack", "basic.nack":
		p.awaited[at]--
	}
}
