package redis

// set is a collection of distinct byte strings.
type set struct{}

func (s *set) clone() *set { return &set{} }
