// One call site, eight classes: animals in a ring, each with methods of the
// same names.
class Animal {
  constructor(next) {
    this.next = next;
    this.fed = 0;
  }

  feed(amount) {
    this.fed = this.fed + amount;
    return this.fed;
  }
}

class Ant extends Animal { legs() { return 6; } weight() { return 1; } }
class Bear extends Animal { legs() { return 4; } weight() { return this.fed; } }
class Crab extends Animal { legs() { return 10; } weight() { return 2; } }
class Duck extends Animal { legs() { return 2; } weight() { return 3; } }
class Eel extends Animal { legs() { return 0; } weight() { return 4; } }
class Frog extends Animal {
  legs() { return 4; }
  weight() { return 1; }
  feed(amount) { return super.feed(amount + amount); }
}
class Goat extends Animal { legs() { return 4; } weight() { return 5; } }
class Hare extends Animal { legs() { return 4; } weight() { return 2; } }

function main(rounds) {
  const last = new Ant(null);
  const ring = new Hare(new Goat(new Frog(new Eel(new Duck(new Crab(new Bear(last)))))));
  last.next = ring;
  let legs = 0;
  let heavy = 0;
  let animal = ring;
  for (let i = 0; i < rounds; i++) {
    legs = legs + animal.legs();
    if (animal.feed(1) + animal.weight() > rounds / 8) heavy++;
    animal = animal.next;
  }
  console.log((legs / rounds) * 8);
  console.log(heavy);
}

main(1200000);
