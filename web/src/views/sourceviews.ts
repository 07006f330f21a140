// What the page shows of a source without running it: errors in the editor,
// the syntax tree and the bytecode. They follow the source as it is written.
import { byId, element } from '../dom.js';
import type { Editor } from '../editor/editor.js';
import { Stopped, type Interpreter } from '../engine/interpreter.js';
import type { Operations } from '../engine/operations.js';
import { problemsOf } from '../engine/problems.js';
import { readSettings } from '../settings.js';
import { drawBytecode } from './bytecode.js';
import { watch } from './hover.js';
import { treeOf } from './syntaxtree.js';
import { drawTree } from './treeview.js';

/** How long after the last key the source is read, in ms. */
const PAUSE = 250;

type Drawn = 'ast' | 'bytecode';

export class SourceViews {
  readonly #panels = { ast: byId('ast', HTMLElement), bytecode: byId('bytecode', HTMLElement) };
  #seen: Drawn | undefined;
  #timer: number | undefined;
  /** Counts what the source has been through: an answer to what was before comes too late. */
  #turn = 0;

  /** reader is asked; it should not be the one that runs programs, which is busy then. */
  constructor(
    private readonly editor: Editor,
    private readonly reader: Interpreter,
  ) {
    for (const panel of Object.values(this.#panels)) {
      watch(panel, (span) => {
        editor.mark('hovered', span);
      });
    }
  }

  /** The source has changed: it is read when the writer pauses. */
  changed(): void {
    this.settle();
    this.#timer = window.setTimeout(() => void this.#read(), PAUSE);
  }

  /** Leaves the errors in the editor to somebody else, who runs the source as it is. */
  settle(): void {
    clearTimeout(this.#timer);
    this.#turn++;
  }

  /** A view begins to be seen; undefined is one that is none of these. */
  show(view: Drawn | undefined): void {
    this.#seen = view;
    if (view !== undefined) void this.#draw(view);
  }

  async #read(): Promise<void> {
    const turn = this.#turn;
    const checked = await this.#ask('check');
    if (turn !== this.#turn) return;
    if (checked !== undefined) this.editor.show(problemsOf(checked.diagnostics));
    if (this.#seen !== undefined) await this.#draw(this.#seen);
  }

  async #draw(view: Drawn): Promise<void> {
    const panel = this.#panels[view];
    try {
      if (view === 'ast') {
        const reply = await this.#ask('ast');
        if (reply !== undefined) drawTree(panel, treeOf(reply.ast.tree));
      } else {
        const reply = await this.#ask('disasm');
        if (reply !== undefined) drawBytecode(panel, reply.functions);
      }
    } catch (thrown) {
      // Most often a syntax error, which the editor shows.
      panel.replaceChildren(element('p', { class: 'remark' }, (thrown as Error).message));
    }
  }

  /** Asks for an operation on the source; undefined where it has changed meanwhile. */
  async #ask<Name extends 'check' | 'ast' | 'disasm'>(operation: Name): Promise<Operations[Name]['reply'] | undefined> {
    const { source } = this.editor;
    try {
      const { reply } = await this.reader.ask(operation, { source }, readSettings());
      return source === this.editor.source ? reply : undefined;
    } catch (thrown) {
      if (thrown instanceof Stopped) return undefined;
      throw thrown;
    }
  }
}
