package command

import "slices"

// operation is one entry of the table.
type operation struct {
	// run reads its arguments, calls the broker and sets the reply. Wrong
	// arguments are found when they are read: it must check args.check before
	// it changes anything.
	run            func(*call) error
	withoutChannel bool // it concerns the connection, or opens the channel itself
}

// operations are all there are. The names are those of AMQP's methods, but
// for "next" and "broker.*".
var operations = map[string]operation{
	"connection.close": {connectionClose, true},

	"channel.open":  {channelOpen, true},
	"channel.close": {channelClose, true},
	"channel.flow":  {channelFlow, false},

	"exchange.declare": {exchangeDeclare, false},
	"exchange.delete":  {exchangeDelete, false},
	"exchange.bind":    {exchangeBind, false},
	"exchange.unbind":  {exchangeUnbind, false},

	"queue.declare": {queueDeclare, false},
	"queue.bind":    {queueBind, false},
	"queue.unbind":  {queueUnbind, false},
	"queue.purge":   {queuePurge, false},
	"queue.delete":  {queueDelete, false},

	"basic.qos":     {basicQos, false},
	"basic.consume": {basicConsume, false},
	"basic.cancel":  {basicCancel, false},
	"basic.publish": {basicPublish, false},
	"basic.get":     {basicGet, false},

	"basic.ack":     {basicAck, false},
	"basic.nack":    {basicNack, false},
	"basic.reject":  {basicReject, false},
	"basic.recover": {basicRecover, false},

	"confirm.select": {confirmSelect, false},
	"tx.select":      {txSelect, false},
	"tx.commit":      {txCommit, false},
	"tx.rollback":    {txRollback, false},

	"next": {next, true},

	"broker.queues":              {brokerQueues, false},
	"broker.peek":                {brokerPeek, false},
	"broker.move":                {brokerMove, false},
	"broker.return_dead_letters": {brokerReturn, false},
	"broker.explain":             {brokerExplain, false},
	"broker.set_policy":          {brokerSetPolicy, false},
	"broker.delete_policy":       {brokerDeletePolicy, false},
	"broker.set_limit":           {brokerSetLimit, false},
}

// Operations gives the names of all operations, sorted.
func Operations() []string {
	names := make([]string, 0, len(operations))
	for name := range operations {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
