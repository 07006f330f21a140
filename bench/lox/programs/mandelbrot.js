// Floating-point arithmetic: which points of a grid stay in Mandelbrot's set.
function main(size, limit) {
  let inside = 0;
  let steps = 0;
  for (let row = 0; row < size; row++) {
    const ci = 2 * row / size - 1;
    for (let column = 0; column < size; column++) {
      const cr = 3 * column / size - 2;
      let zr = 0;
      let zi = 0;
      let i = 0;
      while (i < limit && zr * zr + zi * zi <= 4) {
        const next = zr * zr - zi * zi + cr;
        zi = 2 * zr * zi + ci;
        zr = next;
        i++;
      }
      if (i === limit) inside++;
      else steps = steps + i;
    }
  }
  console.log(inside);
  console.log(steps);
}

main(280, 80);
