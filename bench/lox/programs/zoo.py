"""One call site, eight classes: animals in a ring, with methods of the same names."""


class Animal:
    """Is fed, and knows the next one."""

    def __init__(self, following):
        self.next = following
        self.fed = 0

    def feed(self, amount):
        """Give what it has eaten in all."""
        self.fed = self.fed + amount
        return self.fed


class Ant(Animal):
    """Overrides."""

    def legs(self):
        """Count its legs."""
        return 6

    def weight(self):
        """Weigh it."""
        return 1


class Bear(Animal):
    """Overrides."""

    def legs(self):
        """Count its legs."""
        return 4

    def weight(self):
        """Weigh it."""
        return self.fed


class Crab(Animal):
    """Overrides."""

    def legs(self):
        """Count its legs."""
        return 10

    def weight(self):
        """Weigh it."""
        return 2


class Duck(Animal):
    """Overrides."""

    def legs(self):
        """Count its legs."""
        return 2

    def weight(self):
        """Weigh it."""
        return 3


class Eel(Animal):
    """Overrides."""

    def legs(self):
        """Count its legs."""
        return 0

    def weight(self):
        """Weigh it."""
        return 4


class Frog(Animal):
    """Overrides."""

    def legs(self):
        """Count its legs."""
        return 4

    def weight(self):
        """Weigh it."""
        return 1

    def feed(self, amount):
        """Eat twice as much."""
        return super().feed(amount + amount)


class Goat(Animal):
    """Overrides."""

    def legs(self):
        """Count its legs."""
        return 4

    def weight(self):
        """Weigh it."""
        return 5


class Hare(Animal):
    """Overrides."""

    def legs(self):
        """Count its legs."""
        return 4

    def weight(self):
        """Weigh it."""
        return 2


def main(rounds):
    """Go around the ring."""
    last = Ant(None)
    ring = Hare(Goat(Frog(Eel(Duck(Crab(Bear(last)))))))
    last.next = ring
    legs = 0
    heavy = 0
    animal = ring
    for _ in range(rounds):
        legs = legs + animal.legs()
        if animal.feed(1) + animal.weight() > rounds / 8:
            heavy += 1
        animal = animal.next
    print(legs / rounds * 8)
    print(heavy)


main(1200000)
