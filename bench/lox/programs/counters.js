// Closures that change what they have captured.
function makeCounter(step) {
  let count = 0;
  function increment() {
    count = count + step;
    return count;
  }
  return increment;
}

function main(rounds) {
  const ones = makeCounter(1);
  const twos = makeCounter(2);
  let total = 0;
  function add(amount) { total = total + amount; }
  for (let i = 0; i < rounds; i++) {
    if (twos() - ones() === i + 1) add(1);
    const fresh = makeCounter(i);
    if (fresh() + fresh() === 3 * i) add(1);
  }
  console.log(ones());
  console.log(twos());
  console.log(total);
}

main(480000);
