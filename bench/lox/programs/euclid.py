"""Euclid's algorithm by subtraction: short calls around short loops."""


def gcd(a, b):
    """Give the greatest common divisor."""
    while a != b:
        if a > b:
            a = a - b
        else:
            b = b - a
    return a


def main(size):
    """Ask for each pair."""
    coprime = 0
    total = 0
    for a in range(1, size + 1):
        for b in range(1, size + 1):
            divisor = gcd(a, b)
            if divisor == 1:
                coprime += 1
            else:
                total = total + divisor
            if total > 1000:
                total = total - 1000
    print(coprime)
    print(total)


main(800)
