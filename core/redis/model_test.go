package redis_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/redis"
	"github.com/twelvefold/twelvefold/core/world"
)

// model is the store as one would write it without care for speed: a value is
// a []string (a list), a map[string]bool (a set), a map[string]string (a
// hash) or a string.
type model struct {
	values map[string]any
	ends   map[string]int64 // milliseconds since 1970
}

// alive removes a key whose time is over and gives what it holds.
func (m *model) alive(key string, now int64) any {
	if at, ok := m.ends[key]; ok && at <= now {
		m.drop(key)
	}
	return m.values[key]
}

func (m *model) drop(key string) {
	delete(m.values, key)
	delete(m.ends, key)
}

// keep stores v, or removes the key where v is empty.
func (m *model) keep(key string, v any) {
	m.values[key] = v
	switch v := v.(type) {
	case []string:
		if len(v) == 0 {
			m.drop(key)
		}
	case map[string]bool:
		if len(v) == 0 {
			m.drop(key)
		}
	case map[string]string:
		if len(v) == 0 {
			m.drop(key)
		}
	}
}

// TestModel does the same random operations on a store and on the model, with
// time going on and Tick now and then, and compares answers and contents.
func TestModel(t *testing.T) {
	seeds := uint64(20)
	if testing.Short() {
		seeds = 4
	}
	for seed := range seeds {
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 0))
			db, err := redis.Open(world.World{Seed: seed + 1}, redis.Options{})
			require.NoError(t, err)
			m := &model{map[string]any{}, map[string]int64{}}
			now := int64(1_700_000_000_000)
			for step := range 4000 {
				now += r.Int64N(20)
				if r.IntN(50) == 0 {
					db.Tick(time.UnixMilli(now))
				}
				tx, err := db.Begin(0, time.UnixMilli(now))
				require.NoError(t, err)
				change(t, r, tx, m, step)
				if step%100 == 0 {
					requireSame(t, tx, m, step)
				}
				tx.End()
			}
		})
	}
}

// change does one operation on both.
func change(t *testing.T, r *rand.Rand, tx *redis.Tx, m *model, step int) {
	name := "k" + strconv.Itoa(r.IntN(8))
	key, v := []byte(name), strconv.Itoa(r.IntN(40)-10)
	if r.IntN(10) == 0 {
		v = "text" + v
	}
	had := m.alive(name, tx.Now())
	switch op := r.IntN(16); op {
	case 0:
		require.Equal(t, had != nil, tx.Del(key), "step %d", step)
		m.drop(name)
	case 1:
		_, err := tx.Set(key, []byte(v), redis.SetOptions{})
		require.NoError(t, err)
		m.drop(name)
		m.values[name] = v
	case 2:
		ms := r.Int64N(400)
		done, err := tx.Expire(key, redis.Lifetime{N: ms, Unit: time.Millisecond}, 0)
		require.NoError(t, err)
		require.Equal(t, had != nil, done, "step %d", step)
		if had != nil && ms == 0 {
			m.drop(name)
		} else if had != nil {
			m.ends[name] = tx.Now() + ms
		}
	case 3:
		dst := "k" + strconv.Itoa(r.IntN(8))
		err := tx.Rename(key, []byte(dst))
		require.Equal(t, had == nil, err != nil, "step %d", step)
		if had != nil && dst != name {
			end, ok := m.ends[name]
			m.drop(name)
			m.drop(dst)
			m.values[dst] = had
			if ok {
				m.ends[dst] = end
			}
		}
	case 4, 5, 6, 7:
		listStep(t, r, tx, m, name, v, step)
	case 8, 9, 10, 11:
		setStep(t, r, tx, m, name, v, step)
	default:
		hashStep(t, r, tx, m, name, v, step)
	}
}

func listStep(t *testing.T, r *rand.Rand, tx *redis.Tx, m *model, name, v string, step int) {
	key := []byte(name)
	l, isList := m.values[name].([]string)
	fits := isList || m.values[name] == nil
	switch r.IntN(5) {
	case 0:
		n, err := tx.RPush(key, []byte(v), []byte("x"))
		require.Equal(t, fits, err == nil, "step %d", step)
		if fits {
			m.keep(name, append(l, v, "x"))
			require.Equal(t, len(l)+2, n, "step %d", step)
		}
	case 1:
		_, err := tx.LPush(key, []byte(v))
		require.Equal(t, fits, err == nil, "step %d", step)
		if fits {
			m.keep(name, slices.Insert(slices.Clone(l), 0, v))
		}
	case 2:
		got, err := tx.LPop(key)
		require.Equal(t, fits, err == nil, "step %d", step)
		if isList {
			require.Equal(t, l[0], string(got), "step %d", step)
			m.keep(name, l[1:])
		}
	case 3:
		n, err := tx.LRem(key, 0, []byte(v))
		require.Equal(t, fits, err == nil, "step %d", step)
		if isList {
			rest := slices.DeleteFunc(slices.Clone(l), func(e string) bool { return e == v })
			require.Equal(t, len(l)-len(rest), n, "step %d", step)
			m.keep(name, rest)
		}
	default:
		from, to := r.Int64N(3), r.Int64N(40)-10
		require.Equal(t, fits, tx.LTrim(key, from, to) == nil, "step %d", step)
		if isList {
			if to < 0 {
				to += int64(len(l))
			}
			to = min(to+1, int64(len(l)))
			m.keep(name, slices.Clone(l[min(from, max(to, 0)):max(to, 0)]))
		}
	}
}

func setStep(t *testing.T, r *rand.Rand, tx *redis.Tx, m *model, name, v string, step int) {
	key := []byte(name)
	s, isSet := m.values[name].(map[string]bool)
	fits := isSet || m.values[name] == nil
	switch r.IntN(4) {
	case 0, 1:
		n, err := tx.SAdd(key, []byte(v))
		require.Equal(t, fits, err == nil, "step %d", step)
		if fits {
			if s == nil {
				s = map[string]bool{}
			}
			require.Equal(t, !s[v], n == 1, "step %d", step)
			s[v] = true
			m.keep(name, s)
		}
	case 2:
		n, err := tx.SRem(key, []byte(v))
		require.Equal(t, fits, err == nil, "step %d", step)
		if isSet {
			require.Equal(t, s[v], n == 1, "step %d", step)
			delete(s, v)
			m.keep(name, s)
		}
	default:
		got, ok, err := tx.SPop(key)
		require.Equal(t, fits, err == nil, "step %d", step)
		require.Equal(t, isSet, ok, "step %d", step)
		if isSet {
			require.True(t, s[got], "step %d: %q was not in the set", step, got)
			delete(s, got)
			m.keep(name, s)
		}
	}
}

func hashStep(t *testing.T, r *rand.Rand, tx *redis.Tx, m *model, name, v string, step int) {
	key, field := []byte(name), "f"+strconv.Itoa(r.IntN(30))
	h, isHash := m.values[name].(map[string]string)
	fits := isHash || m.values[name] == nil
	if r.IntN(3) > 0 {
		n, err := tx.HSet(key, []byte(field), []byte(v))
		require.Equal(t, fits, err == nil, "step %d", step)
		if fits {
			if h == nil {
				h = map[string]string{}
			}
			_, had := h[field]
			require.Equal(t, !had, n == 1, "step %d", step)
			h[field] = v
			m.keep(name, h)
		}
		return
	}
	n, err := tx.HDel(key, []byte(field))
	require.Equal(t, fits, err == nil, "step %d", step)
	if isHash {
		_, had := h[field]
		require.Equal(t, had, n == 1, "step %d", step)
		delete(h, field)
		m.keep(name, h)
	}
}

// requireSame compares all contents.
func requireSame(t *testing.T, tx *redis.Tx, m *model, step int) {
	t.Helper()
	for i := range 8 {
		m.alive("k"+strconv.Itoa(i), tx.Now())
	}
	require.Len(t, tx.Keys([]byte("*")), len(m.values), "step %d", step)
	for name, want := range m.values {
		key := []byte(name)
		end, ok := m.ends[name]
		if !ok {
			end = redis.NoExpiry
		}
		require.Equal(t, end, tx.ExpireTime(key), "step %d, %s", step, name)
		switch want := want.(type) {
		case string:
			got, err := tx.Get(key)
			require.NoError(t, err)
			require.Equal(t, want, string(got))
		case []string:
			got, err := tx.LRange(key, 0, -1)
			require.NoError(t, err)
			var list []string
			for _, e := range got {
				list = append(list, string(e))
			}
			require.Equal(t, want, list, "step %d, %s", step, name)
		case map[string]bool:
			got, err := tx.SMembers(key)
			require.NoError(t, err)
			set := map[string]bool{}
			for _, member := range got {
				set[member] = true
			}
			require.Equal(t, want, set, "step %d, %s", step, name)
		case map[string]string:
			got, err := tx.HGetAll(key)
			require.NoError(t, err)
			hash := map[string]string{}
			for _, e := range got {
				hash[e.Field] = e.Value
			}
			require.Equal(t, want, hash, "step %d, %s", step, name)
		}
	}
}
