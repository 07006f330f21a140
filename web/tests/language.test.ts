import { getIndentation, indentUnit } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { highlightTree, tagHighlighter, tags } from '@lezer/highlight';
import { describe, expect, it } from 'vitest';

import { lox, loxSupport } from '../src/editor/language.js';

const classes = tagHighlighter([
  { tag: tags.keyword, class: 'keyword' },
  { tag: tags.atom, class: 'atom' },
  { tag: tags.number, class: 'number' },
  { tag: tags.string, class: 'string' },
  { tag: tags.comment, class: 'comment' },
  { tag: tags.operator, class: 'operator' },
  { tag: tags.className, class: 'class' },
  { tag: tags.definition(tags.function(tags.variableName)), class: 'function' },
  { tag: tags.function(tags.variableName), class: 'called' },
  { tag: tags.propertyName, class: 'property' },
  { tag: tags.variableName, class: 'variable' },
  { tag: tags.invalid, class: 'invalid' },
]);

/** What is coloured, as "text:class". */
function coloured(source: string): string[] {
  const found: string[] = [];
  highlightTree(lox.parser.parse(source), classes, (from, to, name) => {
    found.push(`${source.slice(from, to)}:${name}`);
  });
  return found;
}

describe('colours', () => {
  it.each([
    ['var a = 1.5;', ['var:keyword', 'a:variable', '=:operator', '1.5:number']],
    ['print nil == true;', ['print:keyword', 'nil:atom', '==:operator', 'true:atom']],
    ['fun f(x) {}', ['fun:keyword', 'f:function', 'x:variable']],
    ['class A < B {}', ['class:keyword', 'A:class', '<:operator', 'B:variable']],
    ['a.b.c(d);', ['a:variable', 'b:property', 'c:property', 'd:variable']],
    ['f (1);', ['f:called', '1:number']],
    ['this.orchid; super.init();', ['this:keyword', 'orchid:property', 'super:keyword', 'init:property']],
    ['a / b // a / b', ['a:variable', '/:operator', 'b:variable', '// a / b:comment']],
    ['"//" "', ['"//":string', '":string']],
    ['1.foo 2.', ['1:number', 'foo:property', '2:number']],
    ['a # b', ['a:variable', '#:invalid', 'b:variable']],
  ])('%s', (source, expected) => {
    expect(coloured(source)).toEqual(expected);
  });

  it('carries a string over lines', () => {
    expect(coloured('"one\ntwo" var\n')).toEqual(['"one:string', 'two":string', 'var:keyword']);
  });
});

describe('indentation', () => {
  it.each([
    ['after an opening brace', 'class A {\n', 2],
    ['of a closing brace', 'fun f() {\n  g();\n}', 0],
    ['in an open call', 'f(1,\n', 2],
    ['below all that is closed', 'fun f() { g(); }\n', 0],
  ])('%s', (_where, doc, indent) => {
    const state = EditorState.create({ doc, extensions: [loxSupport(), indentUnit.of('  ')] });
    expect(getIndentation(state, state.doc.line(state.doc.lines).from)).toBe(indent);
  });
});
