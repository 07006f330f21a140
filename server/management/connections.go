package management

import (
	"net"
	"slices"
	"strconv"

	"github.com/twelvefold/twelvefold/core/amqp"
)

// connections lists the clients. What is only true of Erlang's processes
// (reductions, garbage_collection) is left out.
func (c *call) connections() (any, error) {
	var list []amqp.ConnInfo
	err := c.watch(func(tx *amqp.Tx) error {
		list = tx.Connections()
		return nil
	})
	list = slices.DeleteFunc(list, func(conn amqp.ConnInfo) bool { return !c.mayKnow(conn) || !c.inVhost(conn.Vhost) })
	return rowsOf(list, c.connectionJSON), err
}

// mayKnow: a user without the tag monitoring sees its own connections only.
func (c *call) mayKnow(conn amqp.ConnInfo) bool {
	return c.monitor() || conn.User == c.user.Name
}

// inVhost tells that a list covers the virtual host.
func (c *call) inVhost(name string) bool {
	wanted, given := c.vars["vhost"]
	return !given || wanted == name
}

// named finds the path's connection.
func (c *call) named(tx *amqp.Tx) (amqp.ConnInfo, error) {
	for _, conn := range tx.Connections() {
		if conn.Name == c.vars["connection"] {
			return conn, nil
		}
	}
	return amqp.ConnInfo{}, notFound
}

// connection tells of one, whose name has spaces and an arrow in it: clients
// encode it.
func (c *call) connection() (any, error) {
	var conn amqp.ConnInfo
	err := c.watch(func(tx *amqp.Tx) (err error) {
		conn, err = c.named(tx)
		return err
	})
	switch {
	case err != nil:
		return nil, err
	case !c.mayKnow(conn):
		return nil, notYours
	}
	return c.connectionJSON(conn), nil
}

// closeConnection ends it as an operator: the client gets 320
// CONNECTION_FORCED, and most clients then connect again by themselves, which
// is what tests of recovery want.
func (c *call) closeConnection() (any, error) {
	return nil, c.change(func(tx *amqp.Tx) error {
		conn, err := c.named(tx)
		switch {
		case err != nil:
			return err
		case !c.admin() && conn.User != c.user.Name:
			return notYours
		}
		tx.CloseNamed(conn.Name, c.reason())
		return nil
	})
}

// reason is what the client of a closed connection is told.
func (c *call) reason() string {
	if given := c.request.Header.Get("X-Reason"); given != "" {
		return given
	}
	return "Closed via management plugin"
}

// connectionsOfUser tells less of each, as RabbitMQ does.
func (c *call) connectionsOfUser() (any, error) {
	rows := []object{}
	err := c.view(func(tx *amqp.Tx) {
		for _, conn := range tx.Connections() {
			if conn.User == c.vars["user"] && c.mayKnow(conn) {
				rows = append(rows, object{"name": conn.Name, "vhost": conn.Vhost, "user": conn.User, "node": nodeName})
			}
		}
	})
	return rows, err
}

// closeConnectionsOfUser ends all of a user's; that there are none is no error.
func (c *call) closeConnectionsOfUser() (any, error) {
	return nil, c.change(func(tx *amqp.Tx) error {
		for _, conn := range tx.Connections() {
			if conn.User == c.vars["user"] {
				tx.CloseNamed(conn.Name, c.reason())
			}
		}
		return nil
	})
}

// connectionJSON is a line of the list (rabbit_mgmt_db:list_connection_stats).
// recv_cnt and send_cnt are counted in reads and writes of the socket; clients
// in process have no socket, and are of the type direct.
func (c *call) connectionJSON(conn amqp.ConnInfo) object {
	host, port := split(conn.Local)
	peerHost, peerPort := split(conn.Peer)
	kind := "network"
	if conn.Local == "" {
		kind = "direct"
	}
	state := "running"
	if conn.Blocked {
		state = "blocked"
	}
	name, _ := conn.Properties.Get("connection_name")
	provided, _ := name.(string)
	o := object{
		"name": conn.Name, "node": nodeName, "vhost": conn.Vhost, "user": conn.User,
		"user_who_performed_action": conn.User, "user_provided_name": provided,
		"protocol": conn.Protocol, "type": kind, "state": state, "auth_mechanism": conn.Mechanism,
		"channels": conn.Channels, "channel_max": conn.ChannelMax, "frame_max": conn.FrameMax, "timeout": conn.Heartbeat,
		"client_properties": tableObject(conn.Properties), "connected_at": conn.Since.UnixMilli(),
		"host": host, "port": port, "peer_host": peerHost, "peer_port": peerPort,
		"recv_cnt": conn.RecvReads, "send_cnt": conn.SentWrites, "send_pend": 0,
		"ssl": conn.TLS, "ssl_cipher": nil, "ssl_hash": nil, "ssl_key_exchange": nil, "ssl_protocol": nil,
		"peer_cert_issuer": nil, "peer_cert_subject": nil, "peer_cert_validity": nil,
	}
	if provided == "" {
		delete(o, "user_provided_name")
	}
	return c.rates.with(o, connectionCounters(conn), connectionSubject(conn))
}

// split cuts host:port; both are empty for a client in process.
func split(addr string) (host string, port int) {
	host, text, _ := net.SplitHostPort(addr)
	port, _ = strconv.Atoi(text)
	return host, port
}
