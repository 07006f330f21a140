"""Strings compared: built at run time, in two lists apart, most of them alike.

They differ in the last letter only.
"""


class Word:
    """A link of a list."""

    def __init__(self, text, following):
        self.text = text
        self.next = following


def words(stem):
    """Build a list of eight."""
    long = stem + "-" + stem + "-" + stem
    links = None
    links = Word(stem, links)
    links = Word(long, links)
    links = Word(long + "a", links)
    links = Word(long + "b", links)
    links = Word(long + "c", links)
    links = Word(long + "d", links)
    links = Word(long + "e", links)
    return Word(long + "f", links)


def main(rounds):
    """Compare each with each."""
    left = words("equal")
    right = words("equal")
    equal = 0
    unequal = 0
    for _ in range(rounds):
        a = left
        while a is not None:
            text = a.text
            b = right
            while b is not None:
                if text == b.text:
                    equal += 1
                if text != b.text:
                    unequal += 1
                b = b.next
            a = a.next
    print(equal)
    print(unequal / 8)


main(60000)
