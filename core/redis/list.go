package redis

// list is a sequence of byte strings with cheap ends.
type list struct{}

func (l *list) clone() *list { return &list{} }
