package rest

import (
	"context"
	"encoding/json"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/command"
	"github.com/twelvefold/twelvefold/server/rest/api"
)

// amqpConn is a command session as sessions keep it.
type amqpConn struct{ *command.Session }

// Done is never: a session whose connection the broker has closed stays to
// say so, until nobody uses it any more.
func (c *amqpConn) Done() bool { return false }

// Close disconnects. There is nobody to be told of an error: the broker has
// been closed then.
func (c *amqpConn) Close(error) { _ = c.Session.Close() }

// connectAMQP opens a connection for a user; nil is guest, and the virtual
// host "/".
func (o *operations) connectAMQP(user, vhost *string) (*amqpConn, error) {
	if o.box.AMQP == nil {
		return nil, errNotOpen
	}
	options := command.Options{Name: "REST"}
	if user != nil {
		options.User = *user
	}
	if vhost != nil {
		options.Vhost = *vhost
	}
	session, err := command.New(o.box.AMQP, options)
	if err != nil {
		return nil, err
	}
	return &amqpConn{session}, nil
}

// AMQPCall runs one operation.
func (o *operations) AMQPCall(_ context.Context, r api.AMQPCallRequestObject) (api.AMQPCallResponseObject, error) {
	var args []byte
	if r.Body.Args != nil {
		args = *r.Body.Args
	}
	conn, release, err := o.amqpSessions.borrow(r.Body.Session, func() (*amqpConn, error) { return o.connectAMQP(r.Body.User, r.Body.Vhost) })
	if err != nil {
		return nil, err
	}
	defer release()
	reply, err := conn.Do(o.box.World.Now(), r.Body.Op, args)
	if err != nil {
		return nil, err
	}
	var answer any = json.RawMessage(reply)
	return api.AMQPCall200JSONResponse{Reply: answer}, nil
}

// CreateAMQPSession opens a connection that lasts.
func (o *operations) CreateAMQPSession(_ context.Context, r api.CreateAMQPSessionRequestObject) (api.CreateAMQPSessionResponseObject, error) {
	one, err := o.amqpSessions.create(func() (*amqpConn, error) { return o.connectAMQP(r.Body.User, r.Body.Vhost) })
	if err != nil {
		return nil, err
	}
	return api.CreateAMQPSession201JSONResponse{Session: one.id, IdleMs: o.amqpSessions.idle.Milliseconds()}, nil
}

// DeleteAMQPSession closes one.
func (o *operations) DeleteAMQPSession(_ context.Context, r api.DeleteAMQPSessionRequestObject) (api.DeleteAMQPSessionResponseObject, error) {
	if !o.amqpSessions.remove(r.Session) {
		return nil, errNoSession
	}
	return api.DeleteAMQPSession204Response{}, nil
}

func amqpStats(s amqp.Stats) api.AMQPStats {
	return api.AMQPStats{
		Engine: api.AMQP, Connections: int64(s.Connections), Channels: int64(s.Channels),
		Exchanges: int64(s.Exchanges), Queues: int64(s.Queues), Consumers: int64(s.Consumers),
		MessagesReady: int64(s.MessagesReady), MessagesUnacknowledged: int64(s.MessagesUnacked), MessageBytes: s.MessageBytes,
		Published: int64(s.Published), Confirmed: int64(s.Confirmed), Delivered: int64(s.Delivered), Redelivered: int64(s.Redelivered),
		Acknowledged: int64(s.Acknowledged), Returned: int64(s.Returned), Unroutable: int64(s.Unroutable),
		Expired: int64(s.Expired), DeadLettered: int64(s.DeadLettered), LogBytes: s.LogBytes,
	}
}
