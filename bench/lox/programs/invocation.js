// Calls of functions and of methods with none to four arguments.
/* eslint @typescript-eslint/no-unused-vars: off -- parameters are what is measured */
function zero() { return 1; }
function one(a) { return a; }
function two(a, b) { return b; }
function three(a, b, c) { return c; }
function four(a, b, c, d) { return d; }

class Callee {
  zero() { return 1; }
  one(a) { return a; }
  two(a, b) { return b; }
  three(a, b, c) { return c; }
  four(a, b, c, d) { return d; }
}

function main(rounds) {
  const callee = new Callee();
  let last = 0;
  let wrong = 0;
  for (let i = 0; i < rounds; i++) {
    zero();
    one(i);
    two(0, i);
    three(0, 0, i);
    last = four(0, 0, 0, i);
    callee.zero();
    callee.one(i);
    callee.two(0, i);
    callee.three(0, 0, i);
    if (callee.four(0, 0, 0, i) !== last) wrong++;
  }
  console.log(last);
  console.log(wrong);
}

main(600000);
