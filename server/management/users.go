package management

import (
	"encoding/base64"

	"github.com/twelvefold/twelvefold/core/amqp"
)

// hashing is how passwords are kept (rabbitmq.com/docs/passwords).
const hashing = "rabbit_password_hashing_sha256"

// users lists accounts with the hashes of their passwords, which is why only
// administrators get here. RabbitMQ takes the hashes, and gives ones that are
// good here.
func (c *call) users() (any, error) {
	return c.usersWhere(func(*amqp.Tx, amqp.Account) bool { return true })
}

// usersWithoutPermissions lists those who can't connect anywhere.
func (c *call) usersWithoutPermissions() (any, error) {
	return c.usersWhere(func(tx *amqp.Tx, a amqp.Account) bool {
		for _, p := range tx.Permissions() {
			if p.User == a.Name {
				return false
			}
		}
		return true
	})
}

func (c *call) usersWhere(wanted func(*amqp.Tx, amqp.Account) bool) (any, error) {
	rows := []object{}
	err := c.view(func(tx *amqp.Tx) {
		for _, a := range tx.Accounts() {
			if wanted(tx, a) {
				rows = append(rows, userJSON(a))
			}
		}
	})
	return rows, err
}

// userNamed tells of one.
func (c *call) userNamed() (any, error) {
	var row object
	err := c.look(func(tx *amqp.Tx) error {
		a, ok := tx.Account(c.vars["user"])
		if !ok {
			return notFound
		}
		row = userJSON(a)
		return nil
	})
	return row, err
}

// userJSON is an account.
func userJSON(a amqp.Account) object {
	tags := a.Tags
	if tags == nil {
		tags = []string{}
	}
	return object{
		"name": a.Name, "password_hash": a.Hash, "hashing_algorithm": hashing, "tags": tags, "limits": tableObject(a.Limits),
	}
}

// putUser makes or changes an account. Without tags it is refused, as in
// RabbitMQ: leaving them out must not take them away.
func (c *call) putUser() (any, error) {
	body, err := c.body()
	if err != nil {
		return nil, err
	}
	existed := false
	err = c.change(func(tx *amqp.Tx) error {
		_, existed = tx.Account(c.vars["user"])
		a, err := accountOf(tx, c.vars["user"], body)
		if err != nil {
			return err
		}
		return tx.PutAccount(a)
	})
	return put201(existed), err
}

// accountOf reads a user from JSON. Without any password nobody can log in as
// it (rabbit_auth_backend_internal:put_user).
func accountOf(tx *amqp.Tx, name string, body object) (amqp.Account, error) {
	a := amqp.Account{Name: name}
	tags, given := body["tags"]
	if !given {
		if tags, given = body["administrator"]; tags == true || tags == "true" {
			tags = tagAdministrator // as RabbitMQ 2 wrote it
		}
	}
	password, hasPassword := body["password"].(string)
	hash, hasHash := body["password_hash"].(string)
	switch {
	case hasPassword && hasHash:
		return a, badRequest("both_password_and_password_hash_are_provided")
	case !given:
		return a, badRequest("tags_not_present")
	case hasHash && body["hashing_algorithm"] != nil && body["hashing_algorithm"] != hashing:
		return a, badRequest("the only hashing_algorithm is " + hashing)
	}
	a.Tags = tagsOf(tags)
	switch {
	case hasPassword:
		a.Hash = tx.HashPassword(password)
	case hasHash:
		if raw, err := base64.StdEncoding.DecodeString(hash); err != nil || (len(raw) > 0 && len(raw) < 4) {
			return a, badRequest([]string{"not_base64", hash})
		}
		a.Hash = hash
	}
	var err error
	a.Limits, err = tableOf(body["limits"])
	return a, err
}

// deleteUser ends the user's connections, too.
func (c *call) deleteUser() (any, error) {
	return nil, c.change(func(tx *amqp.Tx) error {
		if !tx.DeleteAccount(c.vars["user"]) {
			return notFound
		}
		return nil
	})
}

// deleteUsers passes over names that are nobody's.
func (c *call) deleteUsers() (any, error) {
	body, err := c.need("users")
	if err != nil {
		return nil, err
	}
	names, isList := body["users"].([]any)
	if !isList {
		return nil, badRequest("users must be a list of names")
	}
	return nil, c.change(func(tx *amqp.Tx) error {
		for _, one := range names {
			if name, ok := one.(string); ok {
				tx.DeleteAccount(name)
			}
		}
		return nil
	})
}
