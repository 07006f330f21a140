// The editor's looks: all colours are the page's own variables, which follow
// the system's light or dark.
import { HighlightStyle } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

export const theme = EditorView.theme({
  '&': { height: '100%', color: 'var(--text)', backgroundColor: 'var(--paper)', fontSize: 'var(--code-size)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--code-font)', lineHeight: '1.5' },
  '.cm-content': { caretColor: 'var(--text)', paddingBlock: '0.5rem' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-gutters': { color: 'var(--faint)', backgroundColor: 'var(--paper)', border: 'none' },
  '.cm-activeLine': { backgroundColor: 'var(--line)' },
  '.cm-activeLineGutter': { color: 'var(--text)', backgroundColor: 'var(--line)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--selection)',
  },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--selection)' },
  '.cm-tooltip': { color: 'var(--text)', backgroundColor: 'var(--panel)', border: '1px solid var(--border)' },
  '.cm-diagnostic': { whiteSpace: 'pre-line' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--error)',
    textDecorationSkipInk: 'none',
    textUnderlineOffset: '3px',
  },
  '.cm-hovered': { backgroundColor: 'var(--hover)', borderRadius: '2px' },
  '.cm-statement': { backgroundColor: 'var(--statement)', borderRadius: '2px' },
  '.cm-statement-line': { boxShadow: 'inset 3px 0 var(--accent)' },
});

export const highlighting = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--keyword)' },
  { tag: tags.atom, color: 'var(--literal)' },
  { tag: tags.number, color: 'var(--literal)' },
  { tag: tags.string, color: 'var(--string)' },
  { tag: tags.comment, color: 'var(--comment)', fontStyle: 'italic' },
  { tag: tags.className, color: 'var(--class)' },
  { tag: tags.function(tags.variableName), color: 'var(--function)' },
  { tag: tags.definition(tags.function(tags.variableName)), color: 'var(--function)', fontWeight: '600' },
  { tag: tags.propertyName, color: 'var(--property)' },
  { tag: tags.invalid, color: 'var(--error)' },
]);
