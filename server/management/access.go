package management

import (
	"slices"

	"github.com/twelvefold/twelvefold/core/amqp"
)

// access says which users may use a path; all must have a tag that lets them
// in at all.
type access int

const (
	anybody        access = iota
	visitors              // who may connect to the virtual host of the path
	monitors              // with the tag monitoring
	policymakers          // with the tag policymaker, and a visitor
	administrators        // with the tag administrator, who may use every path
)

// The tags of users (rabbitmq.com/docs/management#permissions).
const (
	tagAdministrator = "administrator"
	tagMonitoring    = "monitoring"
	tagPolicymaker   = "policymaker"
	tagManagement    = "management"
)

// The answers to those who may not. RabbitMQ says 401 also where 403 would be
// meant.
var (
	loginFailed   = problem{401, "not_authorized", "Login failed"}
	notManagement = problem{401, "not_authorised", "Not management user"}
	refusals      = map[access]problem{
		visitors:       {401, "not_authorised", "User not authorised to access virtual host"},
		monitors:       {401, "not_authorised", "Not monitor user"},
		policymakers:   {401, "not_authorised", "User not authorised to access object"},
		administrators: {401, "not_authorised", "Not administrator user"},
	}
	accessRefused = problem{401, "not_authorised", "Access refused."}
	notYours      = problem{401, "not_authorised", "User not authorised to access object"}
)

// is tells that the user has one of the tags.
func (c *call) is(tags ...string) bool {
	return slices.ContainsFunc(tags, func(tag string) bool { return slices.Contains(c.user.Tags, tag) })
}

// admin tells that the user may use every path.
func (c *call) admin() bool { return c.is(tagAdministrator) }

// monitor tells that the user may know of others' connections.
func (c *call) monitor() bool { return c.is(tagAdministrator, tagMonitoring) }

// login finds the user by the request's credentials.
func (c *call) login() error {
	name, password, given := c.request.BasicAuth()
	ok := false
	err := c.view(func(tx *amqp.Tx) {
		ok = tx.Authenticate(name, password)
		c.user, _ = tx.Account(name)
	})
	switch {
	case err != nil:
		return err
	case !given:
		return problem{401, "not_authorized", nil}
	case !ok:
		return loginFailed
	case !c.is(tagAdministrator, tagMonitoring, tagPolicymaker, tagManagement):
		return notManagement
	}
	return nil
}

// allow holds the user against what the path wants.
func (c *call) allow(a access) error {
	ok := true
	switch a {
	case visitors:
		ok = c.admin() || c.visits()
	case monitors:
		ok = c.monitor()
	case policymakers:
		ok = c.admin() || c.is(tagPolicymaker) && c.visits()
	case administrators:
		ok = c.admin()
	}
	if !ok {
		return refusals[a]
	}
	return nil
}

// visits tells that the user may connect to the path's virtual host. Where
// there is none, that is found out later.
func (c *call) visits() bool {
	name, given := c.vars["vhost"]
	if !given {
		return true
	}
	may := false
	_ = c.view(func(tx *amqp.Tx) {
		_, there := tx.Vhost(name)
		_, may = tx.Permission(c.user.Name, name)
		may = may || !there
	})
	return may
}

// vhostsOf are the virtual hosts that a list covers: the path's, or all that
// the user may see. 404 where the path's is not there.
func (c *call) vhostsOf(tx *amqp.Tx) ([]string, error) {
	if name, given := c.vars["vhost"]; given {
		if _, there := tx.Vhost(name); !there {
			return nil, notFound
		}
		return []string{name}, nil
	}
	names := []string{}
	for _, vh := range tx.Vhosts() {
		if _, may := tx.Permission(c.user.Name, vh.Name); may || c.admin() {
			names = append(names, vh.Name)
		}
	}
	return names, nil
}
