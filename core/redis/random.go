package redis

// maxRepeats bounds how many elements one call may ask for with repetition,
// where the size of the key does not bound it.
const maxRepeats = 1 << 24

// pick chooses places out of 0 to n-1: up to count different ones, or, where
// count is negative, -count that may repeat.
func (tx *Tx) pick(n int, count int64) ([]int, error) {
	random := tx.db.random
	switch {
	case count < -maxRepeats:
		return nil, ErrTooMany
	case count < 0:
		places := make([]int, -count)
		for i := range places {
			places[i] = random.IntN(n)
		}
		return places, nil
	case count >= int64(n):
		places := make([]int, n)
		for i := range places {
			places[i] = i
		}
		return places, nil
	}
	// Floyd's way (Bentley, "A sample of brilliance", 1987): each subset of
	// that size is as likely, and only what is chosen is remembered.
	chosen := make(map[int]struct{}, count)
	places := make([]int, 0, count)
	for i := n - int(count); i < n; i++ {
		at := random.IntN(i + 1)
		if _, twice := chosen[at]; twice {
			at = i
		}
		chosen[at] = struct{}{}
		places = append(places, at)
	}
	return places, nil
}
