"""Small objects made, read once, and dropped."""


class Empty:
    """Has nothing."""


class Pair:
    """Has two fields."""

    def __init__(self, left, right):
        self.left = left
        self.right = right


def main(rounds):
    """Make three objects a round."""
    last = None
    total = 0
    for i in range(rounds):
        Empty()
        last = Pair(i, 1)
        total = total + Pair(last, 2).left.right
    print(total)
    print(last.left)


main(400000)
