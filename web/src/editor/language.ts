// Lox for the editor: colours and indentation. It reads line by line what
// core/lox/syntax reads exactly, and knows no more of the grammar than colours
// need.
import { LanguageSupport, StreamLanguage, type StringStream } from '@codemirror/language';
import { tags } from '@lezer/highlight';

/** What is known at the end of a line. */
interface State {
  /** A string can go on over lines. */
  inString: boolean;
  /** How many braces and parentheses are open. */
  depth: number;
  /** What the word before was, where that decides about the next. */
  after: 'class' | 'fun' | '.' | undefined;
}

const keywords = new Set([
  ...['and', 'class', 'else', 'for', 'fun', 'if', 'or'],
  ...['print', 'return', 'super', 'this', 'var', 'while'],
]);
const atoms = new Set(['true', 'false', 'nil']);

/** The parser of CodeMirror's streams: names of tokens are those of tokenTable and of tags. */
export const lox = StreamLanguage.define<State>({
  name: 'lox',
  startState: () => ({ inString: false, depth: 0, after: undefined }),
  token: readToken,
  indent: (state, textAfter, { unit }) =>
    state.inString ? null : Math.max(0, state.depth - (/^\s*[})]/.test(textAfter) ? 1 : 0)) * unit,
  languageData: { commentTokens: { line: '//' }, indentOnInput: /^\s*[})]$/ },
  tokenTable: {
    className: tags.className,
    functionName: tags.definition(tags.function(tags.variableName)),
    calledName: tags.function(tags.variableName),
  },
});

/** The language as an extension of the editor. */
export function loxSupport(): LanguageSupport {
  return new LanguageSupport(lox);
}

function readToken(stream: StringStream, state: State): string | null {
  if (state.inString) return readString(stream, state);
  if (stream.eatSpace()) return null;
  if (stream.match('//')) {
    stream.skipToEnd();
    return 'comment';
  }
  if (stream.match('"')) return readString(stream, state);
  const { after } = state;
  state.after = undefined;
  if (stream.match(/^\d+(\.\d+)?/)) return 'number';
  if (stream.match(/^[A-Za-z_]\w*/)) return nameOf(stream, state, after);
  if (stream.match(/^([!=<>]=?|[-+*/])/)) return 'operator';
  return readMark(stream, state);
}

/** Reads on to the end of a string, or of the line. */
function readString(stream: StringStream, state: State): string {
  state.inString = stream.skipTo('"') !== true;
  if (state.inString) stream.skipToEnd();
  else stream.next();
  return 'string';
}

function nameOf(stream: StringStream, state: State, after: State['after']): string {
  const name = stream.current();
  if (keywords.has(name)) {
    if (name === 'class' || name === 'fun') state.after = name;
    return 'keyword';
  }
  if (atoms.has(name)) return 'atom';
  if (after === 'class') return 'className';
  if (after === 'fun') return 'functionName';
  if (after === '.') return 'propertyName';
  return stream.match(/^\s*\(/, false) ? 'calledName' : 'variableName';
}

/** Reads a parenthesis, a brace, a comma, a dot or a semicolon; or what Lox does not know. */
function readMark(stream: StringStream, state: State): string | null {
  const mark = stream.next();
  if (mark === '{' || mark === '(') state.depth++;
  else if (mark === '}' || mark === ')') state.depth = Math.max(0, state.depth - 1);
  else if (mark === '.') state.after = '.';
  else if (mark !== ',' && mark !== ';') return 'invalid';
  return 'punctuation';
}
