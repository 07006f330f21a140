// Fields read and written, directly and through getters and setters.
class Box {
  constructor(width, height) {
    this.width = width;
    this.height = height;
    this.depth = 1;
  }

  getWidth() { return this.width; }
  setWidth(width) { this.width = width; }
  getHeight() { return this.height; }
  setHeight(height) { this.height = height; }
}

function main(rounds) {
  const box = new Box(0, rounds);
  for (let i = 0; i < rounds; i++) {
    box.setWidth(box.getWidth() + 2);
    box.setHeight(box.getHeight() - 1);
    box.width = box.width - 1;
    box.depth = box.height + box.depth - box.height;
  }
  console.log(box.width);
  console.log(box.height);
  console.log(box.depth);
}

main(750000);
