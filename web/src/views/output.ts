// What a program has printed, and how it failed.
import { element } from '../dom.js';
import type { Span } from '../editor/offsets.js';
import type { ProgramError } from '../engine/operations.js';
import { functionName } from '../engine/problems.js';

/** How often text that comes in pieces is put on the page, in ms. */
const FLUSH_EVERY = 30;

export class OutputView {
  readonly #text = element('pre', { class: 'printed' });
  #waiting = '';
  #timer: number | undefined;

  constructor(
    private readonly panel: HTMLElement,
    private readonly onPlace: (place: Span) => void,
  ) {
    this.clear('Run shows here what the program prints.');
  }

  /** Empties the view; a remark says why there is nothing. */
  clear(remark = ''): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting = '';
    this.#text.replaceChildren();
    this.panel.replaceChildren(this.#text, ...(remark === '' ? [] : [element('p', { class: 'remark' }, remark)]));
  }

  /** Adds what has been printed. A program can print faster than a page can draw, so it is put together. */
  print(text: string): void {
    this.#waiting += text;
    this.#timer ??= window.setTimeout(() => {
      this.#flush();
    }, FLUSH_EVERY);
  }

  /** Ends the output with a remark, or with how the program failed. */
  end(remark: string, error?: ProgramError): void {
    this.#flush();
    if (error !== undefined) this.panel.append(drawError(error, this.onPlace));
    if (remark !== '') this.panel.append(element('p', { class: 'remark' }, remark));
    this.panel.scrollTop = this.panel.scrollHeight;
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waiting === '') return;
    this.#text.append(this.#waiting);
    this.#waiting = '';
    this.panel.scrollTop = this.panel.scrollHeight;
  }
}

/** Draws an error: what it is, a hint, and each place as a button that leads there. */
export function drawError(error: ProgramError, onPlace: (place: Span) => void): HTMLElement {
  const places = element('ol', { class: 'places' });
  const add = (label: string, place: Span & { line: number }) => {
    const button = element('button', { type: 'button', class: 'place' }, `line ${place.line}`);
    button.addEventListener('click', () => {
      onPlace(place);
    });
    places.append(element('li', {}, button, ` ${label}`));
  };
  for (const diagnostic of error.diagnostics) add(diagnostic.message, diagnostic);
  error.trace.forEach((frame, i) => {
    if (error.skipped !== undefined && i === error.trace.length / 2) {
      places.append(element('li', { class: 'remark' }, `… and ${error.skipped} calls more …`));
    }
    add(`in ${functionName(frame)}`, frame);
  });
  return element(
    'div',
    { class: 'error', role: 'alert' },
    element('p', {}, element('strong', {}, `${error.kind} error: `), error.message),
    ...(error.hint === undefined ? [] : [element('p', { class: 'hint' }, error.hint)]),
    places,
  );
}
