package amqp_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
	"github.com/twelvefold/twelvefold/core/clock"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
	"github.com/twelvefold/twelvefold/core/world"
)

// policyFor is a policy on everything, of settings by turns of name and value.
func policyFor(name string, priority int64, settings ...any) amqp.Policy {
	p := amqp.Policy{Vhost: "/", Name: name, Pattern: ".*", Priority: priority}
	for i := 0; i < len(settings); i += 2 {
		p.Definition.Set(settings[i].(string), settings[i+1])
	}
	return p
}

// ruled is a broker with a clock that stands still; do works on a channel of
// guest's.
type ruled struct {
	*testing.T
	*amqp.DB
	clock *clock.Manual
}

func newRuled(t *testing.T) ruled {
	t.Helper()
	c := clock.NewManual(time.Unix(1_700_000_000, 0))
	db, err := amqp.Open(world.World{Clock: c}, amqp.Options{InMemory: true})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	return ruled{t, db, c}
}

func (r ruled) do(f func(tx *amqp.Tx, ch *amqp.Channel)) {
	r.Helper()
	require.NoError(r, crashBroker{DB: r.DB}.with(func(tx *amqp.Tx, ch *amqp.Channel) error {
		f(tx, ch)
		return nil
	}))
}

func (r ruled) declare(name string, args ...any) {
	r.Helper()
	r.do(func(tx *amqp.Tx, ch *amqp.Channel) {
		d := amqp.QueueDeclare{Name: name}
		for i := 0; i < len(args); i += 2 {
			d.Arguments.Set(args[i].(string), args[i+1])
		}
		_, err := ch.QueueDeclare(tx, d)
		require.NoError(r, err)
	})
}

func (r ruled) publish(exchange, key string, list ...string) {
	r.Helper()
	r.do(func(tx *amqp.Tx, ch *amqp.Channel) {
		for _, body := range list {
			require.NoError(r, ch.Publish(tx, amqp.Publish{Exchange: []byte(exchange), Key: []byte(key), Body: []byte(body)}))
		}
	})
}

func (r ruled) set(p amqp.Policy) {
	r.Helper()
	r.do(func(tx *amqp.Tx, _ *amqp.Channel) { require.NoError(r, tx.SetPolicy(p)) })
}

func (r ruled) holds(queue, want string) {
	r.Helper()
	r.do(func(tx *amqp.Tx, _ *amqp.Channel) { require.Equal(r, want, bodies(r.T, tx, queue)) })
}

func TestPolicyLimitsLength(t *testing.T) {
	r := newRuled(t)
	r.declare("q")
	r.declare("strict", "x-max-length", int32(1))
	r.publish("", "q", "1", "2", "3")
	r.set(policyFor("p", 0, "max-length", int64(2)))
	r.holds("q", "2 3") // what is there already counts
	r.publish("", "q", "4")
	r.holds("q", "3 4")
	r.publish("", "strict", "1", "2", "3")
	r.holds("strict", "3") // the lower of both limits

	r.declare("later")
	r.publish("", "later", "1", "2", "3")
	r.holds("later", "2 3")

	r.do(func(tx *amqp.Tx, _ *amqp.Channel) { require.True(t, tx.DeletePolicy("/", "p", false)) })
	r.publish("", "q", "5")
	r.holds("q", "3 4 5")
}

func TestPolicyOfTheHighestPriorityCountsAlone(t *testing.T) {
	r := newRuled(t)
	r.declare("q")
	r.set(policyFor("low", 1, "max-length", int64(1)))
	r.set(policyFor("high", 2, "max-length", int64(2)))
	r.set(amqp.Policy{Vhost: "/", Name: "other", Pattern: "^other$", Priority: 9, Definition: wire.Table{{Name: "max-length", Value: int64(0)}}})
	exchangesOnly := policyFor("exchanges", 9, "alternate-exchange", "amq.fanout")
	exchangesOnly.ApplyTo = amqp.ApplyToExchanges
	r.set(exchangesOnly)
	r.publish("", "q", "1", "2", "3")
	r.holds("q", "2 3")
	r.do(func(tx *amqp.Tx, _ *amqp.Channel) {
		q, ok := tx.Queue("/", "q")
		require.True(t, ok)
		require.Equal(t, "high", q.Policy)
		x, ok := tx.Exchange("/", "amq.direct")
		require.True(t, ok)
		require.Equal(t, "exchanges", x.Policy)
	})
}

// What RabbitMQ 3.10.8 has been asked for: an operator's policy and a user's
// together, and a policy with a setting that a type of queue has not.
func TestOperatorPolicyHoldsBesideTheUsers(t *testing.T) {
	r := newRuled(t)
	r.declare("q")
	operator := policyFor("p", 5, "max-length", int64(2), "message-ttl", int64(1000))
	operator.Operator = true
	r.set(operator)
	r.publish("", "q", "1", "2", "3")
	r.holds("q", "2 3")
	r.set(policyFor("p", 0, "max-length", int64(10), "message-ttl", int64(500), "expires", int64(90_000)))
	r.do(func(tx *amqp.Tx, _ *amqp.Channel) {
		q, _ := tx.Queue("/", "q")
		require.Equal(t, []string{"p", "p"}, []string{q.Policy, q.OperatorPolicy})
		require.Equal(t, wire.Table{{Name: "expires", Value: int64(90_000)}, {Name: "max-length", Value: int64(2)},
			{Name: "message-ttl", Value: int64(500)}}, q.PolicySettings)
		require.Len(t, tx.Policies("/", true), 1)
		require.False(t, tx.DeletePolicy("/", "none", true))
		require.True(t, tx.DeletePolicy("/", "p", true))
	})
	r.publish("", "q", "4")
	r.holds("q", "2 3 4")
}

func TestPolicyWithAForeignSettingDoesNotApply(t *testing.T) {
	r := newRuled(t)
	r.declare("q")
	r.set(policyFor("plain", 0, "max-length", int64(2)))
	r.set(policyFor("stream", 1, "max-length", int64(1), "max-age", "1D"))
	r.publish("", "q", "1", "2", "3")
	r.holds("q", "2 3")
}

func TestPolicyDeadLettersAndExpires(t *testing.T) {
	r := newRuled(t)
	r.declare("dead")
	r.do(func(tx *amqp.Tx, ch *amqp.Channel) {
		require.NoError(t, ch.Bind(tx, amqp.Bind{Source: "amq.direct", Destination: "dead", Key: "gone"}))
	})
	p := policyFor("p", 0, "message-ttl", int64(1000), "dead-letter-exchange", "amq.direct",
		"dead-letter-routing-key", "gone", "expires", int64(60_000))
	p.Pattern = "^q"
	r.set(p)
	r.declare("q")
	r.declare("q.own", "x-dead-letter-exchange", "amq.fanout")
	r.publish("", "q", "1")
	r.publish("", "q.own", "2")
	r.clock.Advance(2 * time.Second)
	r.Tick(r.clock.Now())
	r.holds("q", "")
	r.holds("dead", "1") // the other queue's own argument sends its message elsewhere
	r.clock.Advance(time.Minute)
	r.Tick(r.clock.Now())
	r.do(func(tx *amqp.Tx, _ *amqp.Channel) {
		_, there := tx.Queue("/", "q")
		require.False(t, there, "nobody has used it for a minute")
		_, there = tx.Queue("/", "dead")
		require.True(t, there)
	})
}

func TestPolicyGivesAnAlternateExchange(t *testing.T) {
	r := newRuled(t)
	r.declare("lost")
	r.do(func(tx *amqp.Tx, ch *amqp.Channel) {
		require.NoError(t, ch.ExchangeDeclare(tx, amqp.ExchangeDeclare{Name: "x", Type: amqp.Direct}))
		require.NoError(t, ch.Bind(tx, amqp.Bind{Source: "amq.fanout", Destination: "lost"}))
	})
	p := policyFor("p", 0, "alternate-exchange", "amq.fanout")
	p.Pattern = "^x$"
	r.set(p)
	r.publish("x", "nowhere", "1")
	r.holds("lost", "1")
}

func TestPolicyRejectsPublishes(t *testing.T) {
	r := newRuled(t)
	r.declare("q")
	r.set(policyFor("p", 0, "max-length", int64(1), "overflow", "reject-publish"))
	r.publish("", "q", "1", "2")
	r.holds("q", "1")
}

func TestPolicyIsRefused(t *testing.T) {
	r := newRuled(t)
	for name, tc := range map[string]struct {
		policy amqp.Policy
		want   string
	}{
		"no vhost":   {amqp.Policy{Vhost: "none"}, "NOT_FOUND - no vhost 'none'"},
		"no setting": {policyFor("p", 0), "no policy provided"},
		"unknown":    {policyFor("p", 0, "bogus", "all"), `[{<<"bogus">>,<<"all">>}] are not recognised policy settings`},
		"negative":   {policyFor("p", 0, "max-length", int64(-1)), "-1 is not a valid maximum length"},
		"expires 0":  {policyFor("p", 0, "expires", int64(0)), "0 is not a valid queue expiry"},
		"overflow":   {policyFor("p", 0, "overflow", "drop"), `<<"drop">> is not a valid overflow value`},
		"mirrors":    {policyFor("p", 0, "ha-mode", "exactly", "ha-params", "x"), `ha-mode="exactly" takes an integer, <<"x">> given`},
		"operator": {amqp.Policy{Vhost: "/", Operator: true, Definition: wire.Table{{Name: "overflow", Value: "drop-head"}}},
			`[{<<"overflow">>,<<"drop-head">>}] are not recognised policy settings`},
		"pattern":  {amqp.Policy{Vhost: "/", Pattern: "["}, "pattern should be regular expression"},
		"apply to": {amqp.Policy{Vhost: "/", ApplyTo: "cats"}, "apply-to 'cats' unrecognised"},
	} {
		t.Run(name, func(t *testing.T) {
			r.do(func(tx *amqp.Tx, _ *amqp.Channel) {
				require.ErrorContains(t, tx.SetPolicy(tc.policy), tc.want)
				require.Empty(t, tx.Policies("/", false))
			})
		})
	}
}

// What an administrator has set up is there after a restart, and after the one
// that follows it.
func TestAdministrationOutlivesARestart(t *testing.T) {
	w := world.World{FS: memfs.New()}
	open := func() *amqp.DB {
		db, err := amqp.Open(w, amqp.Options{})
		require.NoError(t, err)
		return db
	}
	export := func(db *amqp.DB) (d amqp.Definitions) {
		require.NoError(t, db.Update(func(tx *amqp.Tx) error {
			d = tx.Export()
			return nil
		}))
		for i := range d.Vhosts { // traffic is not kept
			d.Vhosts[i].Stats = amqp.MessageStats{}
		}
		return d
	}
	db := open()
	require.NoError(t, db.Update(func(tx *amqp.Tx) error {
		tx.PutVhost("v", "a description", []string{"tag"})
		tx.PutVhost("gone", "", nil)
		require.NoError(t, tx.PutAccount(amqp.Account{Name: "al", Hash: tx.HashPassword("x"), Tags: []string{"monitoring"}}))
		require.NoError(t, tx.PutAccount(amqp.Account{Name: "nobody"}))
		require.NoError(t, tx.SetPermission(amqp.Permission{User: "al", Vhost: "v", Configure: "a", Write: "b", Read: "c"}))
		require.NoError(t, tx.SetPermission(amqp.Permission{User: "al", Vhost: "gone", Configure: "a", Write: "b", Read: "c"}))
		require.NoError(t, tx.SetPolicy(policyFor("p", 7, "max-length", int64(1))))
		require.NoError(t, tx.SetPolicy(policyFor("gone", 8, "max-length", int64(0))))
		operator := policyFor("op", 0, "max-length", int64(5))
		operator.Operator = true
		require.NoError(t, tx.SetPolicy(operator))
		operator.Name = "gone"
		require.NoError(t, tx.SetPolicy(operator))
		require.True(t, tx.DeletePolicy("/", "gone", true))
		require.NoError(t, tx.SetVhostLimits("/", wire.Table{{Name: amqp.MaxQueues, Value: int64(7)}}))
		require.NoError(t, tx.SetUserLimits("al", wire.Table{{Name: amqp.MaxChannels, Value: int64(8)}}))
		tx.SetGlobalParameter(amqp.GlobalParameter{Name: "g", Value: wire.Table{{Name: "a", Value: nil}}})
		tx.SetGlobalParameter(amqp.GlobalParameter{Name: "gone", Value: "x"})
		require.True(t, tx.DeleteGlobalParameter("gone"))
		require.NoError(t, tx.Import(amqp.Definitions{
			Queues:    []amqp.QueueDefinition{{Vhost: "/", Name: "ruled", Durable: true}, {Vhost: "v", Name: "q", Durable: true}},
			Exchanges: []amqp.ExchangeDefinition{{Vhost: "v", Name: "x", Type: amqp.Topic, Durable: true}},
			Bindings:  []amqp.BindingInfo{{Vhost: "v", Source: "x", Destination: "q", Key: "#"}},
		}))
		require.True(t, tx.DeleteAccount("nobody"))
		require.True(t, tx.DeletePolicy("/", "gone", false))
		require.NoError(t, tx.DeleteVhost("gone"))
		return nil
	}))
	before := export(db)
	require.Len(t, before.Accounts, 2)
	require.Len(t, before.Policies, 2)
	require.Len(t, before.Globals, 1)
	require.Len(t, before.Bindings, 1)
	for range 2 {
		require.NoError(t, db.Close())
		db = open()
		require.Equal(t, before, export(db))
	}
	require.NoError(t, db.Update(func(tx *amqp.Tx) error {
		require.True(t, tx.Authenticate("al", "x"))
		require.False(t, tx.Authenticate("al", "y"))
		q, _ := tx.Queue("/", "ruled")
		require.Equal(t, "p", q.Policy)
		require.Equal(t, "op", q.OperatorPolicy)
		return nil
	}))
	r := ruled{T: t, DB: db}
	r.publish("", "ruled", "1", "2")
	r.holds("ruled", "2")
	require.NoError(t, db.Close())
}
