package management

// omission is a field of RabbitMQ's answers that ours have not.
type omission struct {
	endpoint string // of the list in the test; "" is all
	field    string // with all below it
	why      string
}

const (
	erlang = "about the Erlang machine"
	mnesia = "about RabbitMQ's own storage"
	// sometimes is there in RabbitMQ's answers when an Erlang process sleeps;
	// ours have it for queues that have nothing and nobody.
	sometimes = "not always there"
)

// omitted is the whole difference.
var omitted = []omission{
	{"", "garbage_collection", erlang},
	{"", "reductions", erlang},
	{"", "reductions_details", erlang},
	{"", "items.garbage_collection", erlang},
	{"", "pending_raft_commands", mnesia},
	{"", "idle_since", sometimes},

	{"", "backing_queue_status", mnesia},
	{"", "messages_ram", "where the bodies lie is not counted by queue"},
	{"", "messages_ready_ram", "the same"},
	{"", "messages_unacknowledged_ram", "the same"},
	{"", "messages_paged_out", "the same"},
	{"", "messages_persistent", "the same"},
	{"", "message_bytes_ram", "the same"},
	{"", "message_bytes_paged_out", "the same"},
	{"", "message_bytes_persistent", "the same"},

	{"exchanges/%2F", "user_who_performed_action", "who declared something is not kept"},
	{"exchanges/%2F/logs", "user_who_performed_action", "the same"},
	{"extensions", "javascript", "there is no user interface to extend"},

	{"overview", "erlang_version", erlang},
	{"overview", "erlang_full_version", erlang},
	{"overview", "contexts.cowboy_opts", "about RabbitMQ's web server"},
	{"overview", "contexts.protocol", "of the port for Prometheus, which is the API's own here"},
	{"overview", "listeners.socket_opts", "about RabbitMQ's listeners"},
	{"overview", "message_stats.disk_reads", mnesia},
	{"overview", "message_stats.disk_reads_details", mnesia},
	{"overview", "message_stats.disk_writes", mnesia},
	{"overview", "message_stats.disk_writes_details", mnesia},

	{"nodes", "config_files", "not told to those who ask"},
	{"nodes", "log_files", "the same"},
	{"nodes", "db_dir", "the same"},
	{"nodes", "contexts.cowboy_opts", "about RabbitMQ's web server"},
	{"nodes", "contexts.protocol", "of the port for Prometheus, which is the API's own here"},
	{"nodes", "context_switches", erlang},
	{"nodes", "context_switches_details", erlang},
	{"nodes", "proc_total", "goroutines have no limit"},
	{"nodes", "mem_calculation_strategy", erlang},
	{"nodes", "gc_bytes_reclaimed", erlang},
	{"nodes", "gc_bytes_reclaimed_details", erlang},
	{"nodes", "io_read_avg_time", mnesia},
	{"nodes", "io_read_avg_time_details", mnesia},
	{"nodes", "io_read_bytes", mnesia},
	{"nodes", "io_read_bytes_details", mnesia},
	{"nodes", "io_read_count", mnesia},
	{"nodes", "io_read_count_details", mnesia},
	{"nodes", "io_reopen_count", mnesia},
	{"nodes", "io_reopen_count_details", mnesia},
	{"nodes", "io_seek_avg_time", mnesia},
	{"nodes", "io_seek_avg_time_details", mnesia},
	{"nodes", "io_seek_count", mnesia},
	{"nodes", "io_seek_count_details", mnesia},
	{"nodes", "io_sync_avg_time", mnesia},
	{"nodes", "io_sync_avg_time_details", mnesia},
	{"nodes", "io_sync_count", mnesia},
	{"nodes", "io_sync_count_details", mnesia},
	{"nodes", "io_write_avg_time", mnesia},
	{"nodes", "io_write_avg_time_details", mnesia},
	{"nodes", "io_write_bytes", mnesia},
	{"nodes", "io_write_bytes_details", mnesia},
	{"nodes", "io_write_count", mnesia},
	{"nodes", "io_write_count_details", mnesia},
	{"nodes", "metrics_gc_queue_length", erlang},
	{"nodes", "mnesia_disk_tx_count", mnesia},
	{"nodes", "mnesia_disk_tx_count_details", mnesia},
	{"nodes", "mnesia_ram_tx_count", mnesia},
	{"nodes", "mnesia_ram_tx_count_details", mnesia},
	{"nodes", "msg_store_read_count", mnesia},
	{"nodes", "msg_store_read_count_details", mnesia},
	{"nodes", "msg_store_write_count", mnesia},
	{"nodes", "msg_store_write_count_details", mnesia},
	{"nodes", "queue_index_read_count", mnesia},
	{"nodes", "queue_index_read_count_details", mnesia},
	{"nodes", "queue_index_write_count", mnesia},
	{"nodes", "queue_index_write_count_details", mnesia},
	{"nodes", "net_ticktime", "about clusters"},
	{"nodes", "ra_open_file_metrics", mnesia},
	{"nodes", "run_queue", erlang},
}

// omittedNumbers are those for Prometheus, as patterns of their names without
// the prefixes, in every family and at every path.
var omittedNumbers = []omission{
	{"", "erlang_*", erlang},
	{"", "*_process_reductions_total", erlang},
	{"", "queue_process_memory_bytes", erlang},
	{"", "raft_*", mnesia},
	{"", "io_*", mnesia},
	{"", "schema_db_*", mnesia},
	{"", "msg_store_*", mnesia},
	{"", "queue_index_*", mnesia},
	{"", "queue_disk_*", mnesia},
	{"", "queue_messages_*ram", "where the bodies lie is not counted by queue"},
	{"", "queue_messages_ram_bytes", "the same"},
	{"", "queue_messages_persistent*", "the same"},
	{"", "queue_messages_paged_out*", "the same"},
	{"", "queue_consumer_*", "the share of time is not measured"},
	{"", "queue_head_message_timestamp", "the management API tells it"},
	{"", "connection_pending_packets", "not counted"},
	{"", "auth_attempts*", "logins are not counted"},
	{"", "global_messages_routed_total", "not counted"},
	{"", "global_messages_received_confirm_total", "not counted apart"},
	{"", "global_messages_dead_lettered_*", "not counted by reason"},
}
