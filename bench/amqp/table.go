package main

// table is all figures of a run, in the order in which they were measured.
type table []Row

// keys are the figures without their contenders, each once; those that only
// the null broker or the bare loop has come last in their task, never alone.
func (t table) keys() (keys []Row) {
	seen := map[Row]bool{}
	for _, task := range tasks() {
		for _, r := range t {
			key := Row{Section: r.Section, Task: r.Task, Metric: r.Metric, Unit: r.Unit}
			if r.Section == task.name && !seen[key] {
				seen[key] = true
				keys = append(keys, key)
			}
		}
	}
	return keys
}

// find gives a contender's figure; the key needs no unit.
func (t table) find(key Row, who string) (Row, bool) {
	for _, r := range t {
		if r.Section == key.Section && r.Task == key.Task && r.Metric == key.Metric && r.Who == who {
			return r, true
		}
	}
	return Row{}, false
}

// pair gives ours and RabbitMQ's, if there are both.
func (t table) pair(key Row) (ours, rabbit Row, ok bool) {
	ours, measured := t.find(key, whoOurs)
	rabbit, ok = t.find(key, whoRabbit)
	return ours, rabbit, ok && measured
}

// limit is the worse of what the null broker and the bare loop reach: nobody
// can be better than both.
func (t table) limit(key Row) (lower Row, ok bool) {
	for _, who := range []string{whoNull, whoLoop} {
		if r, found := t.find(key, who); found && (!ok || r.Unit.better(r.Value, lower.Value) < 1) {
			lower, ok = r, true
		}
	}
	return lower, ok
}
