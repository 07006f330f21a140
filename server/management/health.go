package management

import (
	"strconv"
	"strings"
	"time"

	"github.com/twelvefold/twelvefold/core/amqp"
)

// healthy is the answer of checks that a single process can't fail while it
// answers.
func (c *call) healthy() (any, error) { return object{"status": "ok"}, nil }

// singleNode is the answer where RabbitMQ asks whether the cluster would miss
// this node.
func (c *call) singleNode() (any, error) {
	return object{"status": "ok", "reason": "single node cluster"}, nil
}

// alarms fails while memory or disk runs short, which blocks publishers.
func (c *call) alarms() (any, error) {
	var alarms []object
	err := c.view(func(tx *amqp.Tx) {
		for _, resource := range tx.Alarms() {
			alarms = append(alarms, object{"node": nodeName, "resource": resource})
		}
	})
	if len(alarms) == 0 {
		return object{"status": "ok"}, err
	}
	return failed{"status": "failed", "reason": "There are alarms in effect in the cluster", "alarms": alarms}, err
}

// units of time, in days (rabbit_mgmt_wm_health_check_certificate_expiration).
var units = map[string]int{"days": 1, "weeks": 7, "months": 30, "years": 365}

// certificates tells of those that end within a time.
func (c *call) certificates() (any, error) {
	within, err := strconv.Atoi(c.vars["within"])
	days, known := units[strings.ToLower(c.vars["unit"])]
	switch {
	case err != nil || within < 0 || within > 1_000_000:
		return nil, badRequest("Invalid expiration value.")
	case !known:
		return nil, badRequest("Time unit not recognised. Supported units: days, weeks, months, years.")
	}
	var expired []object
	for _, l := range c.options.Listeners() {
		if !l.Expires.IsZero() && l.Expires.Before(c.now.AddDate(0, 0, within*days)) {
			expired = append(expired, object{
				"node": nodeName, "protocol": l.Protocol, "interface": l.host(), "port": l.port(),
				"certfile_expires_on": []string{l.Expires.UTC().Format(time.DateTime)},
			})
		}
	}
	if expired == nil {
		return object{"status": "ok"}, nil
	}
	return failed{"status": "failed", "reason": "Certificates expiring", "expired": expired}, nil
}

// portListener fails for a port that is not ours.
func (c *call) portListener() (any, error) {
	port, err := strconv.Atoi(c.vars["port"])
	if err != nil {
		return nil, badRequest("Invalid port")
	}
	ports := []int{}
	for _, l := range c.options.Listeners() {
		if l.port() == port {
			return object{"status": "ok", "port": port}, nil
		}
		ports = append(ports, l.port())
	}
	return failed{"status": "failed", "reason": "No active listener", "missing": port, "ports": ports}, nil
}

// protocolNames are other words for protocols
// (rabbit_mgmt_wm_health_check_protocol_listener).
var protocolNames = map[string]string{
	"amqp091": "amqp", "amqp0.9.1": "amqp", "amqp0-9-1": "amqp", "amqp0_9_1": "amqp", "amqps": "amqp/ssl",
	"http1": "http", "http1.1": "http", "http_api": "http", "management": "http", "management_ui": "http", "ui": "http",
}

// protocolListener fails for a protocol that nobody speaks here.
func (c *call) protocolListener() (any, error) {
	protocol := strings.ToLower(c.vars["protocol"])
	if name, ok := protocolNames[protocol]; ok {
		protocol = name
	}
	open := []string{}
	for _, l := range c.options.Listeners() {
		if l.Protocol == protocol {
			return object{"status": "ok", "protocol": protocol}, nil
		}
		open = append(open, l.Protocol)
	}
	return failed{"status": "failed", "reason": "No active listener", "missing": protocol, "protocols": open}, nil
}
