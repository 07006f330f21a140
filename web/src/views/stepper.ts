// Steps through a program: the controls, and the environment drawn.
import { element } from '../dom.js';
import type { Span } from '../editor/offsets.js';
import type { StepState } from '../engine/operations.js';
import { environmentOf, type FrameBox, type Row, type ScopeBox } from './environment.js';
import { drawError } from './output.js';

/** What the stepper asks of the page. */
export interface StepperHost {
  /** Gives the state of the program before its statement number at, the first being 0. */
  stateAt(at: number): Promise<StepState | undefined>;
  /** The state that is drawn, undefined where there is none any more. */
  onState(state: StepState | undefined): void;
  goTo(place: Span): void;
}

/** Beyond every program that one steps through. */
const END = Number.MAX_SAFE_INTEGER;

export class Stepper {
  #state: StepState | undefined;
  /** Set once the end has been seen: how many statements the program takes. */
  #total: number | undefined;
  #busy = false;
  readonly #back = this.#button('◀ Back', 'Alt-Left', () => this.#go(this.#state!.at - 1));
  readonly #forward = this.#button('Forward ▶', 'Alt-Right', () => this.#go(this.#state!.at + 1));
  readonly #first = this.#button('First', 'Alt-Home', () => this.#go(0));
  readonly #last = this.#button('Last', 'Alt-End', () => this.#go(END));
  readonly #number = element('input', {
    type: 'number',
    min: 1,
    value: 1,
    'aria-label': 'Statement',
    inputmode: 'numeric',
  });
  readonly #of = element('span', { class: 'of' });
  readonly #drawing = element('div', { class: 'environment' });

  constructor(
    private readonly panel: HTMLElement,
    private readonly host: StepperHost,
  ) {
    this.#number.addEventListener('change', () => {
      if (this.#number.valueAsNumber >= 1) void this.#go(Math.trunc(this.#number.valueAsNumber) - 1);
    });
    this.leave();
  }

  /** Whether a program is stepped through. */
  get active(): boolean {
    return this.#state !== undefined;
  }

  /** Begins before the first statement. */
  async start(): Promise<void> {
    this.#state = undefined;
    this.#total = undefined;
    await this.#go(0);
  }

  /** One statement on, or back for -1; a larger number is to the last or the first. */
  async move(by: number): Promise<void> {
    if (this.#state === undefined) return;
    const at = this.#state.at + by;
    await this.#go(Math.min(Math.max(0, at), END));
  }

  /** Ends stepping: the program has changed. */
  leave(remark = 'Step begins before the first statement; from there it goes on, and back.'): void {
    this.#state = undefined;
    this.panel.replaceChildren(element('p', { class: 'remark' }, remark));
    this.host.onState(undefined);
  }

  async #go(at: number): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      const state = await this.host.stateAt(Math.max(0, at));
      if (state !== undefined) this.#draw(state);
    } finally {
      this.#busy = false;
    }
  }

  #draw(state: StepState): void {
    const before = this.#state;
    this.#state = state;
    if (state.done) this.#total = state.at;
    if (before === undefined) {
      const bar = [this.#first, this.#back, this.#forward, this.#last, element('span', {}, this.#number, this.#of)];
      this.panel.replaceChildren(
        element('div', { class: 'bar', role: 'toolbar', 'aria-label': 'Steps' }, ...bar),
        this.#drawing,
      );
    }
    this.#first.disabled = this.#back.disabled = state.at === 0;
    this.#last.disabled = this.#forward.disabled = state.done;
    this.#number.value = String(state.at + 1);
    this.#of.textContent = this.#total === undefined ? '' : ` of ${this.#total}`;
    this.#drawing.replaceChildren(...this.#parts(state, before));
    this.host.onState(state);
  }

  #parts(state: StepState, before: StepState | undefined): HTMLElement[] {
    // What has changed is of use between neighbours only.
    const neighbours = before !== undefined && Math.abs(state.at - before.at) === 1;
    const { frames, globals } = environmentOf(state, neighbours ? before : undefined);
    const parts = frames.map((frame, i) => drawFrame(frame, i === 0));
    if (state.done)
      parts.push(element('p', { class: 'remark' }, `The program has ended after ${state.at} statements.`));
    if (state.error !== undefined) {
      parts.push(
        drawError(state.error, (place) => {
          this.host.goTo(place);
        }),
      );
    }
    parts.push(drawBox('Globals', [{ title: '', rows: globals }], 'globals'));
    if (state.output !== '') {
      const printed = element('pre', { class: 'printed' }, state.output);
      parts.push(element('section', { class: 'box' }, element('h2', {}, 'Printed so far'), printed));
    }
    return parts;
  }

  #button(label: string, keys: string, act: () => Promise<void>): HTMLButtonElement {
    const made = element('button', { type: 'button', title: keys }, label);
    made.addEventListener('click', () => void act());
    return made;
  }
}

function drawFrame(frame: FrameBox, innermost: boolean): HTMLElement {
  const title = `${frame.title}, line ${frame.line}`;
  return drawBox(title, frame.scopes, innermost ? 'frame innermost' : 'frame');
}

function drawBox(title: string, scopes: readonly ScopeBox[], kind: string): HTMLElement {
  return element('section', { class: `box ${kind}` }, element('h2', {}, title), ...scopes.map(drawScope));
}

function drawScope({ title, rows }: ScopeBox): HTMLElement {
  const table = element('table', {}, ...rows.flatMap((row) => drawRow(row, false)));
  return element('div', { class: 'scope' }, ...(title === '' ? [] : [element('h3', {}, title)]), table);
}

/** A row, and below it those of its fields. */
function drawRow(row: Row, isField: boolean): HTMLElement[] {
  const kind = row.changed ? `${row.kind} changed` : row.kind;
  const name = element(
    'th',
    { scope: 'row', class: isField ? 'field' : undefined },
    isField ? `.${row.name}` : row.name,
  );
  const value = element('td', { class: kind }, row.text);
  return [element('tr', {}, name, value), ...row.fields.flatMap((field) => drawRow(field, true))];
}
