package mq

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/spf13/cobra"
)

// queueLine is one queue of "broker.queues".
type queueLine struct {
	Name      string
	Type      string
	Ready     int `json:"messages_ready"`
	Unacked   int `json:"messages_unacknowledged"`
	Bytes     int `json:"message_bytes_ready"`
	Consumers int
}

func newList(f *flags) *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "List the queues", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var reply struct{ Queues []queueLine }
			if err := f.run("broker.queues", map[string]any{}, &reply); err != nil {
				return err
			}
			w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 8, 2, ' ', 0)
			fmt.Fprintln(w, "queue\ttype\tready\tunacked\tbytes\tconsumers")
			for _, q := range reply.Queues {
				fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%d\t%d\n", printable(q.Name), q.Type, q.Ready, q.Unacked, q.Bytes, q.Consumers)
			}
			return w.Flush()
		},
	}
}

// run opens the broker for one operation.
func (f *flags) run(op string, args map[string]any, reply any) error {
	return f.with(func(b broker) error { return b.do(op, args, reply) })
}

// with opens the broker for f.
func (f *flags) with(do func(broker) error) error {
	b, err := f.open()
	if err != nil {
		return err
	}
	err = do(b)
	if closing := b.Close(); err == nil {
		err = closing
	}
	return err
}

// message is one of "broker.peek".
type message struct {
	Seq        uint64
	Offset     *int64 // in a stream
	RoutingKey string `json:"routing_key"`
	Exchange   string
	Properties json.RawMessage
	Body       body
	Expires    string
	Origin     *struct {
		Queue, Reason, Exchange string
		RoutingKey              string `json:"routing_key"`
		Deaths                  int
	}
}

// body is a string, or {"b64": ...}.
type body []byte

// UnmarshalJSON reads either form.
func (b *body) UnmarshalJSON(text []byte) error {
	var s string
	if json.Unmarshal(text, &s) == nil {
		*b = body(s)
		return nil
	}
	var coded struct{ B64 []byte }
	err := json.Unmarshal(text, &coded)
	*b = coded.B64
	return err
}

// bodyShown is how many bytes of a body are printed.
const bodyShown = 200

// String shows the body's beginning: as text where it is text.
func (b body) String() string {
	shown, more := []byte(b), ""
	if len(shown) > bodyShown {
		shown, more = shown[:bodyShown], fmt.Sprintf("... (%d bytes)", len(b))
	}
	if utf8.Valid(b) {
		shown = bytes.ToValidUTF8(shown, nil) // it may have been cut within a character
	}
	return printable(string(shown)) + more
}

// printable quotes what would do something to a terminal, or is no text.
func printable(s string) string {
	control := func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }
	if utf8.ValidString(s) && !strings.ContainsFunc(s, control) {
		return s
	}
	return strconv.Quote(s)
}

func newPeek(f *flags) *cobra.Command {
	count, offset := 10, ""
	c := &cobra.Command{
		Use: "peek QUEUE", Short: "Show the next messages of a queue, and leave them there", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, names []string) error {
			var reply struct{ Messages []message }
			args := map[string]any{"queue": names[0], "count": count}
			if offset != "" {
				args["offset"] = offsetArgument(offset)
			}
			if err := f.run("broker.peek", args, &reply); err != nil {
				return err
			}
			for _, m := range reply.Messages {
				m.print(cmd.OutOrStdout())
			}
			return nil
		},
	}
	c.Flags().IntVarP(&count, "count", "n", count, "how `many`")
	c.Flags().StringVar(&offset, "offset", "", "of a stream: `where` to begin: a number, first, last, a time as in RFC 3339, or how long ago, as in 1h")
	return c
}

// offsetArgument is what "broker.peek" takes for what somebody has typed.
func offsetArgument(text string) any {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return n
	}
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return map[string]int64{"timestamp": at.Unix()}
	}
	return text
}

func (m *message) print(w io.Writer) {
	number := fmt.Sprintf("#%d", m.Seq)
	if m.Offset != nil {
		number = fmt.Sprintf("offset %d", *m.Offset)
	}
	fmt.Fprintf(w, "%s  exchange %q, key %q\n", number, m.Exchange, m.RoutingKey)
	if o := m.Origin; o != nil {
		fmt.Fprintf(w, "    died in %q (%s), published to %q with key %q; deaths: %d\n", o.Queue, o.Reason, o.Exchange, o.RoutingKey, o.Deaths)
	}
	if m.Expires != "" {
		fmt.Fprintf(w, "    expires %s\n", m.Expires)
	}
	if len(m.Properties) > len("{}") {
		fmt.Fprintf(w, "    %s\n", m.Properties)
	}
	fmt.Fprintf(w, "    %s\n", m.Body)
}

func newPublish(f *flags) *cobra.Command {
	var exchange string
	persistent := true
	c := &cobra.Command{
		Use: "publish KEY [BODY]", Short: "Publish a message; without BODY, standard input", Args: cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, given []string) error {
			content := []byte(strings.Join(given[1:], ""))
			if len(given) == 1 {
				var err error
				if content, err = io.ReadAll(cmd.InOrStdin()); err != nil {
					return err
				}
			}
			properties := map[string]any{}
			if persistent {
				properties["delivery_mode"] = 2
			}
			args := map[string]any{"exchange": exchange, "routing_key": given[0], "properties": properties, "body": string(content)}
			if !utf8.Valid(content) {
				args["body"] = map[string]any{"b64": content}
			}
			return f.with(func(b broker) error { return publish(b, args) })
		},
	}
	c.Flags().StringVarP(&exchange, "exchange", "e", "", "`name` of the exchange; the default one sends to the queue KEY")
	c.Flags().BoolVar(&persistent, "persistent", persistent, "let the message survive a restart")
	return c
}

// publish refuses what no queue would take: whoever types a name is to learn
// that it is wrong.
func publish(b broker, args map[string]any) error {
	var route struct{ Queues []string }
	if err := b.do("broker.explain", args, &route); err != nil {
		return err
	}
	if len(route.Queues) == 0 {
		return fmt.Errorf("no queue takes what is published to exchange %q with key %q; twelvefold mq explain tells why",
			args["exchange"], args["routing_key"])
	}
	return b.do("basic.publish", args, &struct{}{})
}

func newExplain(f *flags) *cobra.Command {
	return &cobra.Command{
		Use: "explain EXCHANGE KEY", Short: "Tell which queues a message would reach, and why", Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, names []string) error {
			var reply struct{ Text string }
			if err := f.run("broker.explain", map[string]any{"exchange": names[0], "routing_key": names[1]}, &reply); err != nil {
				return err
			}
			fmt.Fprintln(cmd.OutOrStdout(), strings.TrimRight(reply.Text, "\n"))
			return nil
		},
	}
}
