"""Loops in loops, with sums, comparisons and logic on small whole numbers."""


def main(size):
    """Count right triangles with whole sides."""
    triangles = 0
    total = 0
    a = 1
    while a <= size:
        b = a
        while b <= size:
            c = b
            while c <= size and c < a + b:
                if a * a + b * b == c * c:
                    triangles += 1
                total = total + c
                if total > 1000:
                    total = total - 1000
                c += 1
            b += 1
        a += 1
    print(triangles)
    print(total)


main(360)
