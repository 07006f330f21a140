"""Methods inherited, overridden, and reached through super."""


class Account:
    """Holds a balance."""

    def __init__(self, balance):
        self.balance = balance

    def deposit(self, amount):
        """Add to the balance."""
        self.balance = self.balance + amount
        return self

    def worth(self):
        """Give the balance."""
        return self.balance


class FeeAccount(Account):
    """Takes a fee from each deposit."""

    def __init__(self, balance, fee):
        super().__init__(balance)
        self.fee = fee
        self.fees = 0

    def deposit(self, amount):
        """Add what the fee leaves."""
        self.fees = self.fees + self.fee
        return super().deposit(amount - self.fee)


def main(rounds):
    """Deposit on both."""
    plain = Account(0)
    paying = FeeAccount(0, 1)
    for _ in range(rounds):
        plain.deposit(1).deposit(-1)
        paying.deposit(3).deposit(-1)
        if plain.worth() > paying.worth():
            plain.deposit(1)
    print(plain.worth())
    print(paying.worth())
    print(paying.fees)


main(450000)
