// What the page marks in the source: the statement that runs next, and what
// the mouse points at in a view.
import { EditorState, StateEffect, StateField, type Extension } from '@codemirror/state';
import { Decoration, EditorView, type DecorationSet } from '@codemirror/view';

import type { Range } from './offsets.js';

export type MarkKind = 'statement' | 'hovered';

/** Moves a mark; without a range it goes. */
const move = StateEffect.define<{ kind: MarkKind; range: Range | undefined }>();

type Marks = Record<MarkKind, DecorationSet>;

const field = StateField.define<Marks>({
  create: () => ({ statement: Decoration.none, hovered: Decoration.none }),
  update(marks, transaction) {
    // What is marked is a place in the text as it was: an edit ends it.
    if (transaction.docChanged) return { statement: Decoration.none, hovered: Decoration.none };
    return transaction.effects.reduce(
      (all, effect) => (effect.is(move) ? { ...all, [effect.value.kind]: draw(transaction.state, effect.value) } : all),
      marks,
    );
  },
  provide: (self) => [
    EditorView.decorations.from(self, ({ statement }) => statement),
    EditorView.decorations.from(self, ({ hovered }) => hovered),
  ],
});

/** The marks as an extension of the editor. */
export const marks: Extension = field;

/** Makes the change that moves a mark. */
export const markEffect = (kind: MarkKind, range: Range | undefined): StateEffect<unknown> => move.of({ kind, range });

function draw(state: EditorState, { kind, range }: { kind: MarkKind; range: Range | undefined }): DecorationSet {
  if (range === undefined) return Decoration.none;
  const line = state.doc.lineAt(range.from);
  if (kind === 'hovered') return range.to > range.from ? Decoration.set(piece(kind, range)) : Decoration.none;
  // Of a statement that holds others, only its first line runs now.
  const to = Math.min(range.to, line.to);
  return Decoration.set([
    Decoration.line({ class: 'cm-statement-line' }).range(line.from),
    ...(to > range.from ? [piece(kind, { from: range.from, to })] : []),
  ]);
}

const piece = (kind: MarkKind, { from, to }: Range) => Decoration.mark({ class: `cm-${kind}` }).range(from, to);
