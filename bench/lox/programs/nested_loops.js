// Loops in loops, with sums, comparisons and logic on small whole numbers.
function main(size) {
  let triangles = 0;
  let sum = 0;
  let a = 1;
  while (a <= size) {
    let b = a;
    while (b <= size) {
      let c = b;
      while (c <= size && c < a + b) {
        if (a * a + b * b === c * c) triangles++;
        sum = sum + c;
        if (sum > 1000) sum = sum - 1000;
        c++;
      }
      b++;
    }
    a++;
  }
  console.log(triangles);
  console.log(sum);
}

main(360);
