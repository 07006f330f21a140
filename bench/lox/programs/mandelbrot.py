"""Floating-point arithmetic: which points of a grid stay in Mandelbrot's set."""


def main(size, limit):
    """Count points and steps."""
    inside = 0
    steps = 0
    for row in range(size):
        ci = 2 * row / size - 1
        for column in range(size):
            cr = 3 * column / size - 2
            zr = 0.0
            zi = 0.0
            i = 0
            while i < limit and zr * zr + zi * zi <= 4:
                following = zr * zr - zi * zi + cr
                zi = 2 * zr * zi + ci
                zr = following
                i += 1
            if i == limit:
                inside += 1
            else:
                steps = steps + i
    print(inside)
    print(steps)


main(280, 80)
