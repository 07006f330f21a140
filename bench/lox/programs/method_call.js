// Methods inherited, overridden, and reached through super.
class Account {
  constructor(balance) { this.balance = balance; }

  deposit(amount) {
    this.balance = this.balance + amount;
    return this;
  }

  worth() { return this.balance; }
}

class FeeAccount extends Account {
  constructor(balance, fee) {
    super(balance);
    this.fee = fee;
    this.fees = 0;
  }

  deposit(amount) {
    this.fees = this.fees + this.fee;
    return super.deposit(amount - this.fee);
  }
}

function main(rounds) {
  const plain = new Account(0);
  const paying = new FeeAccount(0, 1);
  for (let i = 0; i < rounds; i++) {
    plain.deposit(1).deposit(-1);
    paying.deposit(3).deposit(-1);
    if (plain.worth() > paying.worth()) plain.deposit(1);
  }
  console.log(plain.worth());
  console.log(paying.worth());
  console.log(paying.fees);
}

main(450000);
