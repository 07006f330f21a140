// Prints numbers as C's %g does, for percent_g_test.go:
//
//	gcc -o /tmp/percent_g percent_g.c -lm && /tmp/percent_g > percent_g.txt
//
// A line is the bits of the number and what is printed.
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static void line(double d) {
  uint64_t bits;
  memcpy(&bits, &d, sizeof bits);
  printf("%016" PRIx64 " %g\n", bits, d);
}

static uint64_t state = 88172645463325252ULL;

static uint64_t next(void) {  // xorshift64
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state;
}

int main(void) {
  double edges[] = {0.0, -0.0, 1, -1, 0.1, 1.5, 100, 123456, 999999, 1e6, 999999.5,
                    999999.4, 0.0001, 0.00001, 0.00012345678, 0.000099999949,
                    0.00009999995, 1e21, 1e22, 1e100, 1e-100, 4.9e-324,
                    1.7976931348623157e308, 2.5, 3.5, 1234565, 1234575, 0.5,
                    100000.5, 123456.5, 1.0 / 3, 2.0 / 3, INFINITY, -INFINITY};
  for (unsigned i = 0; i < sizeof edges / sizeof *edges; i++) line(edges[i]);
  for (int i = 0; i < 250; i++) {  // any bits at all
    uint64_t bits = next();
    double d;
    memcpy(&d, &bits, sizeof d);
    if (!isnan(d)) line(d);
  }
  for (int i = 0; i < 500; i++)  // of everyday size
    line((double)(int64_t)(next() % 2000000007) * pow(10, (int)(next() % 16) - 11));
  for (int i = 0; i < 150; i++)  // halfway between two of six digits
    line(((double)(next() % 900000) + 100000.5) * pow(10, (int)(next() % 14) - 9));
  for (int i = 0; i < 100; i++) line((double)((int64_t)(next() % 2000001) - 1000000));
  return 0;
}
