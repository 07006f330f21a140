// The page: what its controls do, with the editor, the views and the workers.
import { byId, element } from './dom.js';
import { Editor } from './editor/editor.js';
import { Interpreter, Stopped } from './engine/interpreter.js';
import type { ProgramError, StepState } from './engine/operations.js';
import { problemsOfError } from './engine/problems.js';
import { examples } from './examples/index.js';
import { keyAction, type Action } from './keys.js';
import { readSettings } from './settings.js';
import { decodeFragment, encodeFragment } from './share.js';
import { Tabs } from './tabs.js';
import { stepText, usageText } from './usage.js';
import { OutputView } from './views/output.js';
import { SourceViews } from './views/sourceviews.js';
import { Stepper } from './views/stepper.js';

export class Playground {
  readonly #editor: Editor;
  readonly #output: OutputView;
  readonly #stepper: Stepper;
  readonly #views: SourceViews;
  readonly #tabs: Tabs;
  readonly #status = byId('status', HTMLElement);
  /** Runs programs and steps; Stop ends it. */
  readonly #runner: Interpreter;
  /** Only reads, so that it answers while a program runs. */
  readonly #reader: Interpreter;
  #running = false;

  /** module is what the workers run. */
  constructor(private readonly module: Promise<WebAssembly.Module>) {
    this.#runner = new Interpreter(module);
    this.#reader = new Interpreter(module);
    this.#editor = new Editor(byId('editor', HTMLElement), examples[0]!.source, () => {
      this.#edited();
    });
    this.#output = new OutputView(byId('output', HTMLElement), (place) => {
      this.#editor.goTo(place);
    });
    this.#stepper = new Stepper(byId('stepper', HTMLElement), {
      stateAt: (at) => this.#stateAt(at),
      onState: (state) => {
        this.#stepped(state);
      },
      goTo: (place) => {
        this.#editor.goTo(place);
      },
    });
    this.#views = new SourceViews(this.#editor, this.#reader);
    this.#tabs = new Tabs(document.querySelector<HTMLElement>('[role=tablist]')!, (name) => {
      this.#views.show(name === 'ast' || name === 'bytecode' ? name : undefined);
    });
    this.#tabs.select('output');
    this.#listen();
  }

  /** Opens the source that the address holds, and waits for the interpreter. */
  async open(): Promise<void> {
    try {
      await this.module;
    } catch (thrown) {
      this.#say(`The interpreter could not be loaded: ${(thrown as Error).message}`);
      return;
    }
    this.#say('Ready. Nothing that you write leaves this page.');
    await this.#openFragment();
    this.#enable();
    this.#editor.focus();
  }

  readonly #actions: Record<Action, () => void | Promise<void>> = {
    run: () => this.#run(),
    stop: () => {
      this.#runner.stop();
    },
    step: () => this.#step(),
    format: () => this.#format(),
    share: () => this.#share(),
    first: () => this.#stepper.move(-Infinity),
    back: () => this.#stepper.move(-1),
    forward: () => this.#stepper.move(1),
    last: () => this.#stepper.move(Infinity),
  };

  #listen(): void {
    for (const action of ['run', 'stop', 'step', 'format', 'share'] as const) {
      byId(action, HTMLButtonElement).addEventListener('click', () => void this.#actions[action]());
    }
    const list = byId('examples', HTMLSelectElement);
    list.append(...examples.map(({ title }, i) => element('option', { value: i }, title)));
    list.addEventListener('change', () => {
      this.#editor.source = examples[Number(list.value)]!.source;
      this.#output.clear();
      this.#say('');
    });
    // Before the editor hears of it, for which these keys mean something else.
    window.addEventListener('keydown', this.#key, { capture: true });
    window.addEventListener('hashchange', () => void this.#openFragment());
  }

  readonly #key = (event: KeyboardEvent): void => {
    const action = keyAction(event, { running: this.#running, stepping: this.#stepper.active });
    if (action === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    void this.#actions[action]();
  };

  async #run(): Promise<void> {
    const { source } = this.#editor;
    const settings = readSettings();
    this.#stepper.leave();
    this.#tabs.select('output');
    this.#output.clear();
    this.#views.settle();
    this.#editor.show([]);
    const ended = await this.#busy('Running…', () =>
      this.#runner.ask('run', { source }, settings, (text) => {
        this.#output.print(text);
      }),
    );
    if (ended === undefined) {
      this.#output.end(this.#status.textContent); // why there is no end
      return;
    }
    const { usage, error } = ended.reply;
    this.#output.end(usage.output === 0 && error === undefined ? 'The program printed nothing.' : '', error);
    this.#say(`${error === undefined ? 'Ended' : 'Failed'} · ${usageText(usage, settings.limits, ended.took)}`);
    if (error !== undefined) this.#underline(source, error);
  }

  async #step(): Promise<void> {
    this.#views.settle();
    this.#editor.show([]);
    this.#tabs.select('stepper');
    await this.#stepper.start();
  }

  async #stateAt(at: number): Promise<StepState | undefined> {
    const { source } = this.#editor;
    const ended = await this.#busy('Stepping…', () => this.#runner.ask('step', { source, at }, readSettings()));
    return source === this.#editor.source ? ended?.reply : undefined;
  }

  /** Marks where a program is, in the source. */
  #stepped(state: StepState | undefined): void {
    this.#editor.mark('statement', state?.statement);
    if (state === undefined) return;
    this.#say(stepText(state, readSettings().limits));
    if (state.error !== undefined) this.#underline(this.#editor.source, state.error);
  }

  async #format(): Promise<void> {
    const { source } = this.#editor;
    const ended = await this.#busy('Formatting…', () => this.#runner.ask('format', { source }, readSettings()));
    if (ended === undefined || source !== this.#editor.source) return;
    this.#say(ended.reply.text === source ? 'The source is in its usual form.' : 'Formatted; undo brings it back.');
    this.#editor.source = ended.reply.text;
  }

  /** Does something that Stop may end, and tells why it failed: then there is no result. */
  async #busy<T>(what: string, act: () => Promise<T>): Promise<T | undefined> {
    const begun = performance.now();
    this.#running = true;
    this.#enable();
    this.#say(what);
    try {
      const result = await act();
      this.#say('');
      return result;
    } catch (thrown) {
      const seconds = ((performance.now() - begun) / 1000).toFixed(1);
      this.#say(thrown instanceof Stopped ? `Stopped after ${seconds} s` : (thrown as Error).message);
      return undefined;
    } finally {
      this.#running = false;
      this.#enable();
    }
  }

  #underline(source: string, error: ProgramError): void {
    if (source === this.#editor.source) this.#editor.show(problemsOfError(error));
  }

  #edited(): void {
    // The address would still hold the source as it was.
    if (location.hash !== '') history.replaceState(null, '', location.pathname + location.search);
    if (this.#stepper.active) this.#stepper.leave('The source has changed: Step begins anew.');
    this.#views.changed();
  }

  async #openFragment(): Promise<void> {
    const { hash } = location;
    try {
      const source = await decodeFragment(hash);
      if (source === undefined) return;
      this.#editor.source = source;
      history.replaceState(null, '', hash);
    } catch (thrown) {
      this.#say((thrown as Error).message);
    }
  }

  async #share(): Promise<void> {
    history.replaceState(null, '', await encodeFragment(this.#editor.source));
    const where = await copied(location.href);
    this.#say(`The link is ${where}. It holds the source itself: no server keeps it.`);
  }

  /** Enables what can be done while a program runs, or while none does. */
  #enable(): void {
    for (const id of ['run', 'step', 'format', 'share']) byId(id, HTMLButtonElement).disabled = this.#running;
    byId('stop', HTMLButtonElement).disabled = !this.#running;
  }

  #say(text: string): void {
    this.#status.textContent = text;
  }
}

/** Copies a text, where the browser lets a page do that; tells where it is to be found. */
async function copied(text: string): Promise<string> {
  try {
    await navigator.clipboard.writeText(text);
    return 'copied';
  } catch {
    return 'in the address bar';
  }
}
