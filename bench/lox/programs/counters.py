"""Closures that change what they have captured."""


def make_counter(step):
    """Give a function that counts its calls."""
    count = 0

    def increment():
        nonlocal count
        count = count + step
        return count

    return increment


def main(rounds):
    """Call old counters, and make new ones."""
    ones = make_counter(1)
    twos = make_counter(2)
    total = 0

    def add(amount):
        nonlocal total
        total = total + amount

    for i in range(rounds):
        if twos() - ones() == i + 1:
            add(1)
        fresh = make_counter(i)
        if fresh() + fresh() == 3 * i:
            add(1)
    print(ones())
    print(twos())
    print(total)


main(480000)
