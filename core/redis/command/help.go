package command

import "strings"

// help answers HELP of a command with subcommands, from their rows: the lines
// have the form of Redis' and our own words.
func help(c *Call) {
	container := c.Command.container
	lines := []string{strings.ToUpper(container.Name) + " <subcommand> [<arg> [value] [opt] ...]. Subcommands are:"}
	for i := range container.Sub {
		sub := &container.Sub[i]
		if sub.Name == "help" {
			continue
		}
		lines = append(lines, strings.TrimSpace(strings.ToUpper(sub.Name)+" "+sub.Syntax), "    "+sub.Summary+".")
	}
	lines = append(lines, "HELP", "    Prints this help.")
	c.Reply.Array(len(lines))
	for _, line := range lines {
		c.Reply.Status(line)
	}
}
