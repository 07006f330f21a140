package frames

// deviation is an answer that is not RabbitMQ's.
type deviation struct{ answer, why string }

var deviations = map[string]deviation{
	"unknown type in a table": {
		"1: channel.open-ok\n0: connection.close 502 \"SYNTAX_ERROR - malformed field table in queue.declare\" of 50, 10\n",
		dies,
	},
	"unknown class": {
		"1: channel.open-ok\n0: connection.close 540 \"NOT_IMPLEMENTED - unknown method 77.10\" of 77, 10\n",
		dies,
	},
	"unknown method": {
		"1: channel.open-ok\n0: connection.close 540 \"NOT_IMPLEMENTED - unknown method 60.250\" of 60, 250\n",
		dies,
	},
	"unknown method on channel 0": {
		"1: channel.open-ok\n0: connection.close 541 \"INTERNAL_ERROR\" of 0, 0\n",
		dies,
	},
	"frame_max too small": {
		"0: connection.close 530 \"NOT_ALLOWED - negotiated frame_max = 1000 is lower than the minimum allowed value (4096)\" of 10, 31\n",
		silent,
	},
	"frame_max too large": {
		"0: connection.close 530 \"NOT_ALLOWED - negotiated frame_max = 1048576 is higher than the maximum allowed value (131072)\" of 10, 31\n",
		silent,
	},
	"channel_max too large": {
		"0: connection.close 530 \"NOT_ALLOWED - negotiated channel_max = 5000 is higher than the maximum allowed value (2047)\" of 10, 31\n",
		silent,
	},
	"no limits": {
		"1: channel.open-ok\n",
		"RabbitMQ refuses a tuning of 0, though the specification has it mean no limit; here it means the limit that was offered",
	},
}

const dies = "RabbitMQ's reader dies and closes without a word"

const silent = "RabbitMQ logs these words, waits three seconds and closes without telling them"
