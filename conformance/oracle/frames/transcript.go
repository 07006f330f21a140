package frames

import (
	"fmt"
	"strings"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// transcript is what a server has sent, a line for each frame. The handshake's
// own methods are left out: they tell versions.
func transcript(sent []byte, closed bool) string {
	var b strings.Builder
	var parser wire.Parser
	if len(sent) >= 8 && string(sent[:4]) == "AMQP" {
		fmt.Fprintf(&b, "%q\n", sent[:8])
		sent = sent[8:]
	}
	parser.Feed(sent)
	for {
		f, ok, err := parser.Next()
		if err != nil {
			fmt.Fprintf(&b, "unreadable: %v\n", err)
		}
		if err != nil || !ok {
			break
		}
		b.WriteString(line(f))
	}
	if closed && !strings.Contains(b.String(), "connection.close") { // said goodbye already
		b.WriteString("closed\n")
	}
	if b.Len() == 0 {
		return "nothing\n"
	}
	return b.String()
}

func line(f wire.Frame) string {
	if f.Type != wire.FrameMethod {
		return fmt.Sprintf("%d: frame of type %d\n", f.Channel, f.Type)
	}
	m, err := wire.DecodeMethod(f.Payload)
	if err != nil {
		return fmt.Sprintf("%d: %v\n", f.Channel, err)
	}
	switch m := m.(type) {
	case *wire.ConnectionStart, *wire.ConnectionTune, *wire.ConnectionOpenOk:
		return ""
	case *wire.ConnectionClose:
		return fmt.Sprintf("%d: connection.close %d %q of %d, %d\n", f.Channel, m.ReplyCode, m.ReplyText, m.ClassID, m.MethodID)
	case *wire.ChannelClose:
		return fmt.Sprintf("%d: channel.close %d %q of %d, %d\n", f.Channel, m.ReplyCode, m.ReplyText, m.ClassID, m.MethodID)
	}
	return fmt.Sprintf("%d: %s\n", f.Channel, m.ID())
}
