"""Full binary trees built and counted while one of them is kept."""


class Tree:
    """A node with two children or none."""

    def __init__(self, depth):
        self.left = None
        self.right = None
        if depth > 0:
            self.left = Tree(depth - 1)
            self.right = Tree(depth - 1)

    def count(self):
        """Count the nodes from here down."""
        if self.left is None:
            return 1
        return 1 + self.left.count() + self.right.count()


def main(deepest):
    """Build more of the flatter ones."""
    kept = Tree(deepest)
    trees = 16
    for depth in range(deepest - 2, 3, -2):
        nodes = 0
        for _ in range(trees):
            nodes += Tree(depth).count()
        print(nodes)
        trees *= 4
    print(kept.count())


main(14)
