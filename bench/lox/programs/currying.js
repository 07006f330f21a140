// Functions that make functions, and functions given to functions.
function add(a) {
  function second(b) {
    function third(c) { return a + b + c; }
    return third;
  }
  return second;
}

function compose(outer, inner) {
  function composed(x) { return outer(inner(x)); }
  return composed;
}

function main(rounds) {
  const step = compose(add(1)(1), add(0)(-1));
  let right = 0;
  for (let i = 0; i < rounds; i++) {
    if (add(i)(1)(2) === i + 3) right++;
    if (compose(step, step)(i) === i + 2) right++;
  }
  console.log(right);
}

main(400000);
