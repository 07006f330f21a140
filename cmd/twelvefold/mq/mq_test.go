package mq_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold"
	"github.com/twelvefold/twelvefold/cmd/twelvefold/mq"
	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
	"github.com/twelvefold/twelvefold/core/vfs/osfs"
)

// run runs `twelvefold mq` with args on a folder and gives what it prints.
func run(t *testing.T, dir string, args ...string) (string, error) {
	var out bytes.Buffer
	c := mq.New()
	c.SetOut(&out)
	c.SetErr(&out)
	c.SilenceUsage, c.SilenceErrors = true, true
	c.SetArgs(append(args, "--data", dir))
	err := c.Execute()
	return out.String(), err
}

// folder is a server's folder with a queue whose first message is dead.
func folder(t *testing.T) string {
	dir := t.TempDir()
	files, err := osfs.New(dir)
	require.NoError(t, err)
	box, err := twelvefold.Open(twelvefold.Options{FS: files, Engines: []string{"amqp"}})
	require.NoError(t, err)
	defer box.Close()
	persistent := wire.AppendProperties(nil, &wire.Properties{DeliveryMode: wire.Persistent})
	require.NoError(t, box.AMQP.Update(func(tx *amqp.Tx) error {
		conn, err := tx.Connect("guest", "/", amqp.Client{})
		require.NoError(t, err)
		ch, err := tx.OpenChannel(conn, 1)
		require.NoError(t, err)
		for name, args := range map[string]wire.Table{
			"dead": nil,
			"log":  {{Name: "x-queue-type", Value: "stream"}},
			"work": {{Name: "x-dead-letter-exchange", Value: ""}, {Name: "x-dead-letter-routing-key", Value: "dead"}},
		} {
			_, err := ch.QueueDeclare(tx, amqp.QueueDeclare{Name: name, Durable: true, Arguments: args})
			require.NoError(t, err)
		}
		for _, body := range []string{"first", "second"} {
			require.NoError(t, ch.Publish(tx, amqp.Publish{Key: []byte("work"), Properties: persistent, Body: []byte(body)}))
		}
		got, _, err := ch.Get(tx, "work", false)
		require.NoError(t, err)
		return ch.Nack(tx, got.Tag, false, false)
	}))
	return dir
}

// TestFolder does what an operator would do after a bad day, in order.
func TestFolder(t *testing.T) {
	dir := folder(t)
	for _, step := range []struct {
		args []string
		want string // a part of the output
	}{
		{[]string{"list"}, "dead   classic  1      0        5      0"},
		{[]string{"peek", "dead"}, `died in "work" (rejected), published to "" with key "work"; deaths: 1`},
		{[]string{"return", "dead"}, "1 message would move: nothing is done without --yes"},
		{[]string{"list"}, "dead   classic  1 "},
		{[]string{"return", "dead", "--yes"}, "#1  -> work  first\n1 message moved"},
		{[]string{"list"}, "work   classic  2 "},
		{[]string{"publish", "work", "third"}, ""},
		{[]string{"move", "work", "dead", "-n", "2", "--yes"}, "2 messages moved"},
		{[]string{"purge", "work"}, "1 message would be dropped"},
		{[]string{"purge", "work", "--yes"}, "1 message dropped"},
		{[]string{"publish", "work", "\x1b[2J"}, ""},
		{[]string{"peek", "work"}, "    \"\\x1b[2J\"\n"},
		{[]string{"purge", "work", "--yes"}, "1 message dropped"},
		{[]string{"verify"}, `queue "dead" in virtual host "/": 2 messages, 2 on disk`},
		{[]string{"compact"}, "bytes before"},
		{[]string{"publish", "log", "a"}, ""},
		{[]string{"publish", "log", "b"}, ""},
		{[]string{"peek", "log", "--offset", "1"}, "offset 1  exchange \"\", key \"log\"\n"},
		{[]string{"peek", "log", "--offset", "1h", "-n", "1"}, "offset 0  "},
		{[]string{"peek", "log", "--offset", "2020-01-02T03:04:05Z"}, "offset 1  "},
	} {
		out, err := run(t, dir, step.args...)
		require.NoError(t, err, step.args)
		assert.Contains(t, out, step.want, step.args)
	}
	_, err := run(t, dir, "publish", "none", "text")
	assert.EqualError(t, err, `no queue takes what is published to exchange "" with key "none"; twelvefold mq explain tells why`)
	_, err = run(t, dir, "peek", "none")
	assert.EqualError(t, err, "NOT_FOUND - no queue 'none' in vhost '/'")
}

func TestFolderThatIsNone(t *testing.T) {
	_, err := run(t, t.TempDir(), "list")
	assert.ErrorContains(t, err, "there is no broker in")
}
