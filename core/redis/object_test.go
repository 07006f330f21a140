package redis

import (
	"strings"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"
)

// TestStringsMoveInAndOutOfTheirObject writes values around smallMax over each
// other: the object's own bytes are used again, and a clone has its own.
func TestStringsMoveInAndOutOfTheirObject(t *testing.T) {
	o := newString(nil)
	for _, n := range []int{0, 1, smallMax, smallMax + 1, 1000, smallMax, 1000, 0} {
		value := strings.Repeat("x", n)
		o.setString([]byte(value))
		clone := o.clone()
		if n > 0 {
			o.str[0] = 'y'
		}
		require.Equal(t, value, string(clone.str), "%d bytes", n)
		require.NotNil(t, clone.str)
	}
	require.Equal(t, unsafe.SliceData(o.small[:]), unsafe.SliceData(o.str), "a short string lies in its object")
	require.LessOrEqual(t, int(unsafe.Sizeof(object{})), 80, "a size class of Go's allocator")
}
