"""Fields read and written, directly and through getters and setters."""


class Box:
    """Has three fields."""

    def __init__(self, width, height):
        self.width = width
        self.height = height
        self.depth = 1

    def get_width(self):
        """Read a field."""
        return self.width

    def set_width(self, width):
        """Write a field."""
        self.width = width

    def get_height(self):
        """Read a field."""
        return self.height

    def set_height(self, height):
        """Write a field."""
        self.height = height


def main(rounds):
    """Change all three."""
    box = Box(0, rounds)
    for _ in range(rounds):
        box.set_width(box.get_width() + 2)
        box.set_height(box.get_height() - 1)
        box.width = box.width - 1
        box.depth = box.height + box.depth - box.height
    print(box.width)
    print(box.height)
    print(box.depth)


main(750000)
