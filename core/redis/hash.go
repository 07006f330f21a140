package redis

// hash maps fields to values, both byte strings.
type hash struct{}

func (h *hash) clone() *hash { return &hash{} }
