package management

import (
	"slices"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/twelvefold/twelvefold/core/amqp"
)

// What each family counts. Of RabbitMQ's numbers those are left out that are
// about Erlang, Raft and its storage (tests/amqp/management has the list).

// nodeNumbers are in no family.
var nodeNumbers = []family{
	nodeFamily("", nil, nil,
		number[*snapshot]{"connections", "Open connections.", func(s *snapshot) float64 { return float64(s.stats.Connections) }},
		number[*snapshot]{"channels", "Open channels.", func(s *snapshot) float64 { return float64(s.stats.Channels) }},
		number[*snapshot]{"consumers", "Consumers of all queues.", func(s *snapshot) float64 { return float64(s.stats.Consumers) }},
		number[*snapshot]{"queues", "Queues of all virtual hosts.", func(s *snapshot) float64 { return float64(len(s.queues)) }},
	),
	nodeFamily("", prometheus.Labels{"protocol": "amqp091"}, nil,
		number[*snapshot]{"global_publishers", "Channels that have published.", func(s *snapshot) float64 { return float64(s.publishers()) }},
		number[*snapshot]{"global_consumers", "Consumers of all queues.", func(s *snapshot) float64 { return float64(s.stats.Consumers) }},
		number[*snapshot]{"global_messages_received_total", "Messages that were published.", func(s *snapshot) float64 { return float64(s.messages.Publish) }},
		number[*snapshot]{"global_messages_confirmed_total", "Messages whose publisher was told that they are safe.", func(s *snapshot) float64 { return float64(s.messages.Confirm) }},
		number[*snapshot]{"global_messages_unroutable_returned_total", "Mandatory messages that no queue wanted.", func(s *snapshot) float64 { return float64(s.messages.ReturnUnroutable) }},
		number[*snapshot]{"global_messages_unroutable_dropped_total", "Other messages that no queue wanted.", func(s *snapshot) float64 { return float64(s.messages.DropUnroutable) }},
		number[*snapshot]{"global_messages_delivered_total", "Messages that were delivered, or fetched by basic.get.", func(s *snapshot) float64 { return float64(s.stats.Delivered) }},
		number[*snapshot]{"global_messages_delivered_consume_manual_ack_total", "Deliveries to consumers that acknowledge.", func(s *snapshot) float64 { return float64(s.messages.Deliver) }},
		number[*snapshot]{"global_messages_delivered_consume_auto_ack_total", "Deliveries to consumers that do not.", func(s *snapshot) float64 { return float64(s.messages.DeliverNoAck) }},
		number[*snapshot]{"global_messages_delivered_get_manual_ack_total", "Messages fetched by basic.get, to be acknowledged.", func(s *snapshot) float64 { return float64(s.messages.Get) }},
		number[*snapshot]{"global_messages_delivered_get_auto_ack_total", "Messages fetched by basic.get for good.", func(s *snapshot) float64 { return float64(s.messages.GetNoAck) }},
		number[*snapshot]{"global_messages_get_empty_total", "Calls of basic.get on an empty queue.", func(s *snapshot) float64 { return float64(s.messages.GetEmpty) }},
		number[*snapshot]{"global_messages_redelivered_total", "Deliveries of messages that were delivered before.", func(s *snapshot) float64 { return float64(s.messages.Redeliver) }},
		number[*snapshot]{"global_messages_acknowledged_total", "Messages that were acknowledged.", func(s *snapshot) float64 { return float64(s.messages.Ack) }},
	),
}

// alarmNumbers are given with the sums alone. The alarm of file descriptors is
// never up here: who comes past the limit of connections is turned away.
var alarmNumbers = nodeFamily("", nil, nil,
	number[*snapshot]{"alarms_memory_used_watermark", "1 while publishers are blocked because memory runs short.", func(s *snapshot) float64 { return s.alarm("memory") }},
	number[*snapshot]{"alarms_free_disk_space_watermark", "1 while publishers are blocked because the disk is nearly full or takes no writes.", func(s *snapshot) float64 { return s.alarm("disk") }},
	number[*snapshot]{"alarms_file_descriptor_limit", "0: there is no such alarm here.", func(*snapshot) float64 { return 0 }},
)

func (s *snapshot) alarm(resource string) float64 {
	if slices.Contains(s.alarms, resource) {
		return 1
	}
	return 0
}

func (s *snapshot) publishers() (n int) {
	for _, ch := range s.channels {
		if ch.Stats.Publish > 0 {
			n++
		}
	}
	return n
}

func queuesOf(s *snapshot) []amqp.QueueInfo     { return s.queues }
func channelsOf(s *snapshot) []amqp.ChannelInfo { return s.channels }
func connectionsOf(s *snapshot) []amqp.ConnInfo { return s.conns }

// exchangesOf gives those that a client can publish to by name.
func exchangesOf(s *snapshot) []amqp.ExchangeInfo {
	return slices.DeleteFunc(slices.Clone(s.exchanges), func(x amqp.ExchangeInfo) bool { return x.Name == "" || x.Internal })
}

// Labels. RabbitMQ calls a connection "channel", too, and has an Erlang process
// where there is a name here. It counts what a channel does by exchange and by
// queue: those labels are missing here.
var (
	queueLabels    = []string{"vhost", "queue"}
	channelLabels  = []string{"channel"}
	activityLabels = []string{"channel", "vhost"}
	exchangeLabels = []string{"vhost", "exchange", "type"}
)

func queueValues(q amqp.QueueInfo) []string        { return []string{q.Vhost, q.Name} }
func channelValues(ch amqp.ChannelInfo) []string   { return []string{ch.Name()} }
func activityValues(ch amqp.ChannelInfo) []string  { return []string{ch.Name(), ch.Conn.Vhost} }
func connectionValues(conn amqp.ConnInfo) []string { return []string{conn.Name} }
func exchangeValues(x amqp.ExchangeInfo) []string  { return []string{x.Vhost, x.Name, x.Type} }

// consumersOfQueue is in two families.
var consumersOfQueue = number[amqp.QueueInfo]{"queue_consumers", "Consumers of the queue.", func(q amqp.QueueInfo) float64 { return float64(len(q.Consumers)) }}

// consumerCount is the family whose number queue_metrics has, too.
const consumerCount = "queue_consumer_count"

// coreFamilies is what /metrics and /metrics/per-object have.
var coreFamilies = slices.DeleteFunc(slices.Clone(families), func(f family) bool { return f.name == consumerCount })

// families is what /metrics/detailed can be asked for, beside clusterFamilies:
// a new number is an entry here.
var families = []family{
	familyOf("queue_coarse_metrics", queueLabels, queuesOf, queueValues,
		number[amqp.QueueInfo]{"queue_messages", "Messages of the queue, waiting or delivered.", func(q amqp.QueueInfo) float64 { return float64(q.Ready + q.Unacked) }},
		number[amqp.QueueInfo]{"queue_messages_ready", "Messages that wait.", func(q amqp.QueueInfo) float64 { return float64(q.Ready) }},
		number[amqp.QueueInfo]{"queue_messages_unacked", "Messages that are delivered and not acknowledged.", func(q amqp.QueueInfo) float64 { return float64(q.Unacked) }},
	),
	familyOf(consumerCount, queueLabels, queuesOf, queueValues,
		consumersOfQueue,
	),
	familyOf("queue_metrics", queueLabels, queuesOf, queueValues,
		consumersOfQueue,
		number[amqp.QueueInfo]{"queue_messages_bytes", "Bytes of the bodies of all messages.", func(q amqp.QueueInfo) float64 { return float64(q.ReadyBytes + q.UnackedBytes) }},
		number[amqp.QueueInfo]{"queue_messages_ready_bytes", "Bytes of the bodies of those that wait.", func(q amqp.QueueInfo) float64 { return float64(q.ReadyBytes) }},
		number[amqp.QueueInfo]{"queue_messages_unacked_bytes", "Bytes of the bodies of those that are delivered.", func(q amqp.QueueInfo) float64 { return float64(q.UnackedBytes) }},
	),
	familyOf("channel_queue_exchange_metrics", []string{"queue_vhost", "queue"}, queuesOf, queueValues,
		number[amqp.QueueInfo]{"queue_messages_published_total", "Messages that came into the queue.", func(q amqp.QueueInfo) float64 { return float64(q.Stats.Publish) }},
	),
	familyOf("channel_metrics", channelLabels, channelsOf, channelValues,
		number[amqp.ChannelInfo]{"channel_consumers", "Consumers of the channel.", func(ch amqp.ChannelInfo) float64 { return float64(len(ch.Consumers)) }},
		number[amqp.ChannelInfo]{"channel_messages_unacked", "Messages that are delivered and not acknowledged.", func(ch amqp.ChannelInfo) float64 { return float64(ch.Unacked) }},
		number[amqp.ChannelInfo]{"channel_messages_unconfirmed", "Publishes that are not confirmed yet.", func(ch amqp.ChannelInfo) float64 { return float64(ch.Unconfirmed) }},
		number[amqp.ChannelInfo]{"channel_messages_uncommitted", "Publishes of a transaction.", func(ch amqp.ChannelInfo) float64 { return float64(ch.Uncommitted) }},
		number[amqp.ChannelInfo]{"channel_acks_uncommitted", "Acknowledgements of a transaction.", func(ch amqp.ChannelInfo) float64 { return float64(ch.AcksWaiting) }},
		number[amqp.ChannelInfo]{"consumer_prefetch", "Deliveries that each of its consumers may have outstanding; 0 is any number.", func(ch amqp.ChannelInfo) float64 { return float64(ch.Prefetch) }},
		number[amqp.ChannelInfo]{"channel_prefetch", "Deliveries that all of its consumers may; 0 is any number.", func(ch amqp.ChannelInfo) float64 { return float64(ch.Global) }},
	),
	familyOf("channel_exchange_metrics", activityLabels, channelsOf, activityValues,
		number[amqp.ChannelInfo]{"channel_messages_published_total", "Messages that were published.", func(ch amqp.ChannelInfo) float64 { return float64(ch.Stats.Publish) }},
		number[amqp.ChannelInfo]{"channel_messages_confirmed_total", "Messages whose publisher was told that they are safe.", func(ch amqp.ChannelInfo) float64 { return float64(ch.Stats.Confirm) }},
		number[amqp.ChannelInfo]{"channel_messages_unroutable_returned_total", "Mandatory messages that no queue wanted.", func(ch amqp.ChannelInfo) float64 { return float64(ch.Stats.ReturnUnroutable) }},
		number[amqp.ChannelInfo]{"channel_messages_unroutable_dropped_total", "Other messages that no queue wanted.", func(ch amqp.ChannelInfo) float64 { return float64(ch.Stats.DropUnroutable) }},
	),
	familyOf("channel_queue_metrics", activityLabels, channelsOf, activityValues,
		number[amqp.ChannelInfo]{"channel_get_ack_total", "Messages fetched by basic.get, to be acknowledged.", func(ch amqp.ChannelInfo) float64 { return float64(ch.Stats.Get) }},
		number[amqp.ChannelInfo]{"channel_get_total", "Messages fetched by basic.get for good.", func(ch amqp.ChannelInfo) float64 { return float64(ch.Stats.GetNoAck) }},
		number[amqp.ChannelInfo]{"channel_get_empty_total", "Calls of basic.get on an empty queue.", func(ch amqp.ChannelInfo) float64 { return float64(ch.Stats.GetEmpty) }},
		number[amqp.ChannelInfo]{"channel_messages_delivered_ack_total", "Deliveries to consumers that acknowledge.", func(ch amqp.ChannelInfo) float64 { return float64(ch.Stats.Deliver) }},
		number[amqp.ChannelInfo]{"channel_messages_delivered_total", "Deliveries to consumers that do not.", func(ch amqp.ChannelInfo) float64 { return float64(ch.Stats.DeliverNoAck) }},
		number[amqp.ChannelInfo]{"channel_messages_redelivered_total", "Deliveries of messages that were delivered before.", func(ch amqp.ChannelInfo) float64 { return float64(ch.Stats.Redeliver) }},
		number[amqp.ChannelInfo]{"channel_messages_acked_total", "Messages that were acknowledged.", func(ch amqp.ChannelInfo) float64 { return float64(ch.Stats.Ack) }},
	),
	familyOf("connection_coarse_metrics", channelLabels, connectionsOf, connectionValues,
		number[amqp.ConnInfo]{"connection_incoming_bytes_total", "Bytes that came in.", func(conn amqp.ConnInfo) float64 { return float64(conn.RecvBytes) }},
		number[amqp.ConnInfo]{"connection_outgoing_bytes_total", "Bytes that went out.", func(conn amqp.ConnInfo) float64 { return float64(conn.SentBytes) }},
	),
	familyOf("connection_metrics", channelLabels, connectionsOf, connectionValues,
		number[amqp.ConnInfo]{"connection_incoming_packets_total", "Reads from the socket.", func(conn amqp.ConnInfo) float64 { return float64(conn.RecvReads) }},
		number[amqp.ConnInfo]{"connection_outgoing_packets_total", "Writes to it.", func(conn amqp.ConnInfo) float64 { return float64(conn.SentWrites) }},
		number[amqp.ConnInfo]{"connection_channels", "Open channels of the connection.", func(conn amqp.ConnInfo) float64 { return float64(conn.Channels) }},
	),
	nodeFamily("connection_churn_metrics", nil, nil,
		number[*snapshot]{"connections_opened_total", "Connections that were opened.", func(s *snapshot) float64 { return float64(s.activity.ConnectionsOpened) }},
		number[*snapshot]{"connections_closed_total", "Connections that have ended.", func(s *snapshot) float64 { return float64(s.activity.ConnectionsClosed) }},
		number[*snapshot]{"channels_opened_total", "Channels that were opened.", func(s *snapshot) float64 { return float64(s.activity.ChannelsOpened) }},
		number[*snapshot]{"channels_closed_total", "Channels that have ended.", func(s *snapshot) float64 { return float64(s.activity.ChannelsClosed) }},
		number[*snapshot]{"queues_declared_total", "Queues that a declaration has made.", func(s *snapshot) float64 { return float64(s.activity.QueuesDeclared) }},
		number[*snapshot]{"queues_created_total", "The same.", func(s *snapshot) float64 { return float64(s.activity.QueuesDeclared) }},
		number[*snapshot]{"queues_deleted_total", "Queues that have gone.", func(s *snapshot) float64 { return float64(s.activity.QueuesDeleted) }},
	),
	nodeFamily("node_metrics", nil, nil,
		number[*snapshot]{"resident_memory_limit_bytes", "Bytes of messages in memory at which publishers are blocked.", func(s *snapshot) float64 { return float64(s.options.MemoryAlarm) }},
	),
	nodeFamily("node_metrics", nil, filesKnown,
		number[*snapshot]{"process_max_fds", "File descriptors that the process may have open.", func(s *snapshot) float64 { return float64(s.files.limit) }},
	),
	nodeFamily("node_metrics", nil, socketsKnown,
		number[*snapshot]{"process_max_tcp_sockets", "Clients that the AMQP listener takes at once.", func(s *snapshot) float64 { return float64(s.maxConnections) }},
	),
	nodeFamily("node_metrics", nil, diskKnown,
		number[*snapshot]{"disk_space_available_limit_bytes", "Bytes of free disk below which publishers are blocked.", func(s *snapshot) float64 { return float64(max(s.options.DiskFreeLimit, 0)) }},
	),
	nodeFamily("node_coarse_metrics", nil, nil,
		number[*snapshot]{"process_open_tcp_sockets", "Connections of AMQP clients.", func(s *snapshot) float64 { return float64(s.stats.Connections) }},
		number[*snapshot]{"process_resident_memory_bytes", "Bytes of messages in memory.", func(s *snapshot) float64 { return float64(s.stats.MessageBytes) }},
	),
	nodeFamily("node_coarse_metrics", nil, filesKnown,
		number[*snapshot]{"process_open_fds", "File descriptors that the process has open.", func(s *snapshot) float64 { return float64(s.files.used) }},
	),
	nodeFamily("node_coarse_metrics", nil, diskKnown,
		number[*snapshot]{"disk_space_available_bytes", "Bytes of free disk.", func(s *snapshot) float64 { return float64(s.diskFree) }},
	),
}

func filesKnown(s *snapshot) bool   { return s.files.known }
func socketsKnown(s *snapshot) bool { return s.maxConnections > 0 }
func diskKnown(s *snapshot) bool    { return s.diskKnown }

// clusterFamilies are given by /metrics/detailed alone.
var clusterFamilies = []family{
	clusterFamily(familyOf("vhost_status", []string{"vhost"}, func(s *snapshot) []amqp.VhostInfo { return s.vhosts },
		func(vh amqp.VhostInfo) []string { return []string{vh.Name} },
		number[amqp.VhostInfo]{"vhost_status", "1: the virtual host is up.", func(amqp.VhostInfo) float64 { return 1 }},
	)),
	clusterFamily(familyOf("exchange_names", exchangeLabels, exchangesOf, exchangeValues,
		number[amqp.ExchangeInfo]{"exchange_name", "1 for each exchange.", func(amqp.ExchangeInfo) float64 { return 1 }},
	)),
	clusterFamily(familyOf("exchange_bindings", exchangeLabels, boundOf, boundValues,
		number[bound]{"exchange_bindings", "Bindings from the exchange.", func(b bound) float64 { return float64(b.bindings) }},
	)),
}

// bound is an exchange with the bindings that begin at it.
type bound struct {
	amqp.ExchangeInfo
	bindings int
}

func boundValues(b bound) []string { return exchangeValues(b.ExchangeInfo) }

func boundOf(s *snapshot) []bound {
	count := map[[2]string]int{}
	for _, b := range s.bindings {
		count[[2]string{b.Vhost, b.Source}]++
	}
	var list []bound
	for _, x := range exchangesOf(s) {
		list = append(list, bound{x, count[[2]string{x.Vhost, x.Name}]})
	}
	return list
}
