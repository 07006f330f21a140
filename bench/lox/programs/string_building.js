// Strings grown piece by piece, at the end and at the front.
function append(piece, times) {
  let text = '';
  for (let i = 0; i < times; i++) text = text + piece;
  return text;
}

function prepend(piece, times) {
  let text = '';
  for (let i = 0; i < times; i++) text = piece + text;
  return text;
}

function main(rounds) {
  let same = 0;
  let different = 0;
  for (let i = 0; i < rounds; i++) {
    const line = append('ab', 120) + ';';
    if (line === prepend('abab', 60) + ';') same++;
    if (line !== append('ab', 119) + 'ba;') different++;
  }
  console.log(same);
  console.log(different);
  console.log(append('<>', 12));
}

main(12000);
