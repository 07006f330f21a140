package rest

import (
	"context"

	"github.com/twelvefold/twelvefold"
	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/bitcask"
	"github.com/twelvefold/twelvefold/core/engine"
	"github.com/twelvefold/twelvefold/core/lox"
	"github.com/twelvefold/twelvefold/core/lru"
	"github.com/twelvefold/twelvefold/core/redis"
	"github.com/twelvefold/twelvefold/server/rest/api"
)

// ListEngines tells what is open, and where.
func (o *operations) ListEngines(context.Context, api.ListEnginesRequestObject) (api.ListEnginesResponseObject, error) {
	list := api.EngineList{Version: twelvefold.Version, SchemaHash: engine.SchemaHash, Engines: []api.EngineInfo{}}
	listeners := o.options.Listeners()
	for _, info := range o.box.Engines() {
		e := api.EngineInfo{
			Name: api.EngineName(info.Name), Durable: info.Durable,
			Capabilities: []api.Capability{}, Listeners: []api.Listener{},
		}
		for _, c := range info.Capabilities {
			e.Capabilities = append(e.Capabilities, api.Capability(c))
		}
		for _, l := range listeners {
			if l.Engine == info.Name {
				e.Listeners = append(e.Listeners, api.Listener{Protocol: l.Protocol, Addr: l.Addr, URL: l.URL})
			}
		}
		list.Engines = append(list.Engines, e)
	}
	return api.ListEngines200JSONResponse(list), nil
}

// ResetEngine empties one engine.
func (o *operations) ResetEngine(_ context.Context, r api.ResetEngineRequestObject) (api.ResetEngineResponseObject, error) {
	if err := o.mustBeOpen(r.Engine); err != nil {
		return nil, err
	}
	if e, ok := o.box.Engine(string(r.Engine)); ok { // else without state: empty as it is
		if err := e.Reset(); err != nil {
			return nil, err
		}
	}
	if r.Engine == api.EngineLox {
		o.loxSessions.closeAll() // interpreters of their own
	}
	return api.ResetEngine204Response{}, nil
}

// GetStats reads one engine's numbers.
func (o *operations) GetStats(_ context.Context, r api.GetStatsRequestObject) (api.GetStatsResponseObject, error) {
	if err := o.mustBeOpen(r.Engine); err != nil {
		return nil, err
	}
	numbers, _ := o.numbers(string(r.Engine))
	var answer api.Stats
	var err error
	switch s := numbers.(type) {
	case redis.Stats:
		err = answer.FromRedisStats(redisStats(s))
	case bitcask.Stats:
		err = answer.FromBitcaskStats(bitcaskStats(s))
	case amqp.Stats:
		err = answer.FromAMQPStats(amqpStats(s))
	case lru.Stats:
		err = answer.FromLRUStats(lruStats(s))
	case lox.Stats:
		err = answer.FromLoxStats(loxStats(s))
	case nil: // an engine without state has nothing to count
		err = answer.FromQuantStats(api.QuantStats{Engine: api.Quant})
	default:
		err = errNoStats
	}
	return api.GetStats200JSONResponse(answer), err
}

// numbers are an engine's Stats. The box has one interpreter of Lox, which does
// not know of those that were opened over REST.
func (o *operations) numbers(name string) (any, bool) {
	stats, ok := o.box.Stats(name)
	if own, is := stats.(lox.Stats); is {
		stats = o.loxRuns.addTo(own)
	}
	return stats, ok
}

func (o *operations) mustBeOpen(name api.EngineName) error {
	for _, info := range o.box.Engines() {
		if info.Name == string(name) {
			return nil
		}
	}
	return errNotOpen
}
