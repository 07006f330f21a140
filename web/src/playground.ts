// The page: what its controls do, with the editor, the views and the workers.
import { byId, element } from './dom.js';
import { Editor } from './editor/editor.js';
import { Interpreter, Stopped } from './engine/interpreter.js';
import type { ProgramError } from './engine/operations.js';
import { problemsOfError, rangeAt } from './engine/problems.js';
import { examples } from './examples/index.js';
import { readSettings } from './settings.js';
import { decodeFragment, encodeFragment } from './share.js';
import { Tabs } from './tabs.js';
import { usageText } from './usage.js';
import { OutputView, type Place } from './views/output.js';

export class Playground {
  readonly #editor: Editor;
  readonly #output: OutputView;
  readonly #tabs: Tabs;
  readonly #status = byId('status', HTMLElement);
  readonly #runner: Interpreter;
  #running = false;

  /** module is what the workers run. */
  constructor(private readonly module: Promise<WebAssembly.Module>) {
    this.#runner = new Interpreter(module);
    this.#editor = new Editor(byId('editor', HTMLElement), examples[0]!.source, () => {
      this.#edited();
    });
    this.#output = new OutputView(byId('output', HTMLElement), (place) => {
      this.#goTo(place);
    });
    this.#tabs = new Tabs(document.querySelector<HTMLElement>('[role=tablist]')!, () => undefined);
    this.#tabs.select('output');
    this.#listen();
  }

  /** Opens the source that the address holds, and waits for the interpreter. */
  async open(): Promise<void> {
    await this.#openFragment();
    try {
      await this.module;
    } catch (thrown) {
      this.#say(`The interpreter could not be loaded: ${String(thrown)}`);
      return;
    }
    this.#show(false);
    if (this.#status.textContent.startsWith('Loading')) this.#say('Ready. Nothing that you write leaves this page.');
    this.#editor.focus();
  }

  #listen(): void {
    const on = (id: string, act: () => void | Promise<void>): void => {
      byId(id, HTMLButtonElement).addEventListener('click', () => void act());
    };
    on('run', () => this.#run());
    on('stop', () => {
      this.#stop();
    });
    on('share', () => this.#share());
    const list = byId('examples', HTMLSelectElement);
    list.append(...examples.map(({ title }, i) => element('option', { value: i }, title)));
    list.addEventListener('change', () => {
      this.#editor.source = examples[Number(list.value)]!.source;
    });
    // Before the editor hears of it, where these keys mean something else.
    window.addEventListener(
      'keydown',
      (event) => {
        this.#key(event);
      },
      { capture: true },
    );
    window.addEventListener('hashchange', () => void this.#openFragment());
  }

  #key(event: KeyboardEvent): void {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      if (!this.#running) void this.#run();
    } else if (event.key === 'Escape' && this.#running) {
      this.#stop();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  async #run(): Promise<void> {
    const source = this.#editor.source;
    const settings = readSettings();
    this.#show(true);
    this.#say('Running…');
    this.#tabs.select('output');
    this.#output.clear();
    this.#editor.show([]);
    const begun = performance.now();
    try {
      const { usage, error } = await this.#runner.run({ source, ...settings }, (text) => {
        this.#output.print(text);
      });
      this.#output.end(usage.output === 0 && error === undefined ? 'The program printed nothing.' : '', error);
      this.#say(
        `${error === undefined ? 'Ended well' : 'Failed'}: ${usageText(usage, settings.limits, performance.now() - begun)}`,
      );
      if (error !== undefined) this.#underline(source, error);
    } catch (thrown) {
      this.#output.end(thrown instanceof Stopped ? 'Stopped.' : String(thrown));
      this.#say(`Stopped after ${((performance.now() - begun) / 1000).toFixed(1)} s`);
    } finally {
      this.#show(false);
    }
  }

  #stop(): void {
    this.#runner.stop();
  }

  #underline(source: string, error: ProgramError): void {
    if (source === this.#editor.source) this.#editor.show(problemsOfError(source, error));
  }

  #goTo(place: Place): void {
    this.#editor.goTo(rangeAt(this.#editor.source, place).from);
  }

  #edited(): void {
    // The address would still hold the source as it was.
    if (location.hash !== '') history.replaceState(null, '', location.pathname + location.search);
  }

  async #openFragment(): Promise<void> {
    try {
      const source = await decodeFragment(location.hash);
      if (source === undefined) return;
      const { hash } = location;
      this.#editor.source = source;
      history.replaceState(null, '', hash);
    } catch (thrown) {
      this.#say((thrown as Error).message);
    }
  }

  async #share(): Promise<void> {
    history.replaceState(null, '', await encodeFragment(this.#editor.source));
    try {
      await navigator.clipboard.writeText(location.href);
      this.#say('The link is copied. It holds the source itself: no server keeps it.');
    } catch {
      this.#say('The link is in the address bar. It holds the source itself: no server keeps it.');
    }
  }

  /** Enables what can be done while a program runs, or while none does. */
  #show(running: boolean): void {
    this.#running = running;
    for (const id of ['run', 'step', 'format', 'share']) byId(id, HTMLButtonElement).disabled = running;
    byId('stop', HTMLButtonElement).disabled = !running;
  }

  #say(text: string): void {
    this.#status.textContent = text;
  }
}
