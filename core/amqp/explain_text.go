package amqp

import "strings"

// String is the explanation for people, a line for each binding.
func (e *Explanation) String() string {
	var b strings.Builder
	for i := range e.Exchanges {
		e.Exchanges[i].write(&b)
	}
	if len(e.Queues) == 0 {
		b.WriteString("It reaches no queue: it is dropped, or returned where it is mandatory.\n")
		return b.String()
	}
	b.WriteString("It reaches " + strings.Join(e.Queues, ", ") + ".\n")
	if len(e.Full) > 0 {
		b.WriteString("Full, and refusing it: " + strings.Join(e.Full, ", ") + ".\n")
	}
	return b.String()
}

func (c *Consulted) write(b *strings.Builder) {
	name := "exchange '" + c.Name + "'"
	if c.Name == "" {
		name = "the default exchange"
	}
	b.WriteString(name + " (" + c.Type + "), routing key '" + strings.Join(c.Keys, "', '") + "'")
	if c.Delay > 0 {
		b.WriteString(", after " + itoa(c.Delay) + " ms")
	}
	b.WriteString(":\n")
	for _, j := range c.Matched {
		j.write(b, "+ ")
	}
	for _, j := range c.Missed {
		j.write(b, "- ")
	}
	if c.Alternate != "" {
		b.WriteString("  nothing matches: on to the alternate exchange '" + c.Alternate + "'\n")
	}
}

func (j *Judged) write(b *strings.Builder, mark string) {
	kind := "queue"
	if j.ToExchange {
		kind = "exchange"
	}
	b.WriteString("  " + mark + kind + " '" + j.Destination + "' by '" + j.Key + "': " + j.Why + "\n")
}
