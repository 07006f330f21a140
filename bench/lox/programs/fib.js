// Recursive calls, and little else. Less two millions, because clox prints six
// digits.
function fib(n) {
  if (n < 2) return n;
  return fib(n - 2) + fib(n - 1);
}

console.log(fib(32) - 2000000);
