package rdb

// maxString is the most bytes that a string of Redis may have.
const maxString = 512 << 20

// decompress undoes LZF (Marc Lehmann's LibLZF), the compression that Redis
// uses for strings of more than 20 bytes. The result must be full bytes long.
//
// The data is a row of runs. One that begins with a byte below 32 holds that
// many bytes and one more. In any other the upper three bits of the first
// byte, plus 2, are the length of a piece to repeat (7: the next byte is
// added); the lower five and one more byte say how far back it lies, less 1.
func decompress(in []byte, full uint64) ([]byte, error) {
	if full > maxString {
		return nil, ErrFormat
	}
	out := make([]byte, 0, min(full, 64*uint64(len(in)))) // a claim alone takes no memory
	for len(in) > 0 && uint64(len(out)) < full {
		first := in[0]
		in = in[1:]
		if first < 32 {
			n := int(first) + 1
			if n > len(in) {
				return nil, ErrFormat
			}
			out, in = append(out, in[:n]...), in[n:]
			continue
		}
		n := int(first >> 5)
		if n == 7 {
			if len(in) == 0 {
				return nil, ErrFormat
			}
			n, in = n+int(in[0]), in[1:]
		}
		if len(in) == 0 {
			return nil, ErrFormat
		}
		from := len(out) - (int(first&0x1F)<<8 | int(in[0])) - 1
		in = in[1:]
		if from < 0 {
			return nil, ErrFormat
		}
		for i := range n + 2 { // one by one: the piece may reach into itself
			out = append(out, out[from+i])
		}
	}
	if len(in) > 0 || uint64(len(out)) != full {
		return nil, ErrFormat
	}
	return out, nil
}
