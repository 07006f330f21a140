package lru

// Reason says why an entry left the cache. The four are those that Caffeine
// (RemovalCause) and otter (DeletionCause) tell apart.
type Reason uint8

// Reasons.
const (
	Capacity Reason = iota + 1 // pushed out by a limit, the least recent first
	Expired                    // its time to live was over
	Deleted                    // by Delete or Reset
	Replaced                   // a Put wrote another value under its key
)

// String is the reason's name in the schema.
func (r Reason) String() string {
	switch r {
	case Capacity:
		return "capacity"
	case Expired:
		return "expired"
	case Deleted:
		return "deleted"
	case Replaced:
		return "replaced"
	}
	return "unknown"
}
