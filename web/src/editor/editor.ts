// The editor: CodeMirror with Lox, marks and diagnostics.
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';

import { loxSupport } from './language.js';
import { markEffect, marks, type MarkKind } from './marks.js';
import { rangeOf, type Span } from './offsets.js';
import { highlighting, theme } from './theme.js';

/** Something to underline. */
export interface Problem extends Span {
  message: string;
}

export class Editor {
  readonly #view: EditorView;

  /**
   * Fills a place of the page. The editor lies in a shadow root: there its
   * styles are sheets of the document's own, which a strict content security
   * policy allows, and not style elements, which it does not.
   */
  constructor(place: HTMLElement, source: string, onChange: () => void) {
    const root = place.attachShadow({ mode: 'open' });
    const changes = EditorView.updateListener.of(({ docChanged }) => {
      if (docChanged) onChange();
    });
    this.#view = new EditorView({
      root,
      parent: root,
      state: EditorState.create({ doc: source, extensions: [...look, ...behaviour, changes] }),
    });
  }

  get source(): string {
    return this.#view.state.doc.toString();
  }

  /** Puts another text in; undo brings the one before back. */
  set source(text: string) {
    const { state } = this.#view;
    if (text === this.source) return;
    const { head } = state.selection.main;
    this.#view.dispatch({
      changes: { from: 0, to: state.doc.length, insert: text },
      selection: { anchor: Math.min(head, text.length) },
    });
  }

  focus(): void {
    this.#view.focus();
  }

  /** Marks a piece of the source instead of what was marked before; undefined marks nothing. */
  mark(kind: MarkKind, span: Span | undefined): void {
    const range = span && rangeOf(this.source, span);
    const scroll =
      range !== undefined && kind === 'statement'
        ? [EditorView.scrollIntoView(range.from, { y: 'nearest', yMargin: 40 })]
        : [];
    this.#view.dispatch({ effects: [markEffect(kind, range), ...scroll] });
  }

  /** Underlines what is wrong, instead of what was before. */
  show(problems: readonly Problem[]): void {
    const { source } = this;
    const diagnostics = problems.map(({ message, ...span }) => ({
      ...rangeOf(source, span),
      severity: 'error' as const,
      message,
    }));
    this.#view.dispatch(setDiagnostics(this.#view.state, diagnostics));
  }

  /** Puts the cursor somewhere, and the reader's eye too. */
  goTo(span: Span): void {
    const at = rangeOf(this.source, span).from;
    this.#view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) });
    this.#view.focus();
  }
}

const look = [
  lineNumbers(),
  highlightActiveLineGutter(),
  highlightActiveLine(),
  drawSelection(),
  syntaxHighlighting(highlighting),
  theme,
];

const behaviour = [
  history(),
  loxSupport(),
  indentUnit.of('  '),
  indentOnInput(),
  bracketMatching(),
  marks,
  // Escape, then Tab leaves the editor, for those who have no mouse.
  keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
  EditorView.contentAttributes.of({ 'aria-label': 'Lox source' }),
];
