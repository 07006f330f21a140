// Full binary trees built and counted while one of them is kept.
class Tree {
  constructor(depth) {
    this.left = null;
    this.right = null;
    if (depth > 0) {
      this.left = new Tree(depth - 1);
      this.right = new Tree(depth - 1);
    }
  }

  count() {
    if (this.left === null) return 1;
    return 1 + this.left.count() + this.right.count();
  }
}

function main(deepest) {
  const kept = new Tree(deepest);
  let trees = 16;
  for (let depth = deepest - 2; depth > 3; depth -= 2) {
    let nodes = 0;
    for (let i = 0; i < trees; i++) nodes += new Tree(depth).count();
    console.log(nodes);
    trees *= 4;
  }
  console.log(kept.count());
}

main(14);
