// Strings compared: built at run time, in two lists apart, most of them alike
// but for the last letter.
/* eslint @typescript-eslint/no-extraneous-class: off -- a class of fields, as in the other languages */
class Word {
  constructor(text, next) {
    this.text = text;
    this.next = next;
  }
}

function words(stem) {
  const long = stem + '-' + stem + '-' + stem;
  let list = null;
  list = new Word(stem, list);
  list = new Word(long, list);
  list = new Word(long + 'a', list);
  list = new Word(long + 'b', list);
  list = new Word(long + 'c', list);
  list = new Word(long + 'd', list);
  list = new Word(long + 'e', list);
  list = new Word(long + 'f', list);
  return list;
}

function main(rounds) {
  const left = words('equal');
  const right = words('equal');
  let equal = 0;
  let unequal = 0;
  for (let i = 0; i < rounds; i++) {
    for (let a = left; a !== null; a = a.next) {
      const text = a.text;
      for (let b = right; b !== null; b = b.next) {
        if (text === b.text) equal++;
        if (text !== b.text) unequal++;
      }
    }
  }
  console.log(equal);
  console.log(unequal / 8);
}

main(60000);
