// Euclid's algorithm by subtraction: short calls around short loops.
function gcd(a, b) {
  while (a !== b) {
    if (a > b) a = a - b;
    else b = b - a;
  }
  return a;
}

function main(size) {
  let coprime = 0;
  let sum = 0;
  for (let a = 1; a <= size; a++) {
    for (let b = 1; b <= size; b++) {
      const divisor = gcd(a, b);
      if (divisor === 1) coprime++;
      else sum = sum + divisor;
      if (sum > 1000) sum = sum - 1000;
    }
  }
  console.log(coprime);
  console.log(sum);
}

main(800);
