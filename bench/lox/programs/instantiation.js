// Small objects made, read once, and dropped.
/* eslint @typescript-eslint/no-extraneous-class: off -- classes of fields or nothing, as in the other languages */
class Empty {}

class Pair {
  constructor(left, right) {
    this.left = left;
    this.right = right;
  }
}

function main(rounds) {
  let last = null;
  let sum = 0;
  for (let i = 0; i < rounds; i++) {
    new Empty();
    last = new Pair(i, 1);
    sum = sum + new Pair(last, 2).left.right;
  }
  console.log(sum);
  console.log(last.left);
}

main(400000);
