package session

// connectionCommands are the commands of the table that are about the
// connection and not about data.
var connectionCommands = map[string]func(c *Conn, args [][]byte){
	"ping": (*Conn).ping,
}

func (c *Conn) ping(args [][]byte) {
	switch len(args) {
	case 1:
		c.reply.Status("PONG")
	case 2:
		c.reply.Bulk(args[1])
	default:
		c.reply.Error("ERR wrong number of arguments for 'ping' command")
	}
}
