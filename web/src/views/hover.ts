// Parts of a view that stand for a piece of the source: what the mouse or the
// keyboard is at is marked there.
import type { Span } from '../editor/offsets.js';

/** Where an element's piece of the source is. Not in its attributes: it is nobody else's. */
const spans = new WeakMap<Element, Span>();

/** Ties an element to a piece of the source. */
export function tie<T extends Element>(to: T, span: Span): T {
  spans.set(to, span);
  return to;
}

/** Tells onPoint, for a whole view, what is pointed at; undefined is nothing. */
export function watch(view: HTMLElement, onPoint: (span: Span | undefined) => void): void {
  const point = ({ target }: Event): void => {
    onPoint(target instanceof Element ? spanAt(target, view) : undefined);
  };
  const leave = (): void => {
    onPoint(undefined);
  };
  view.addEventListener('pointerover', point);
  view.addEventListener('focusin', point);
  view.addEventListener('pointerleave', leave);
  view.addEventListener('focusout', leave);
}

/** The innermost span around an element. */
function spanAt(element: Element, view: HTMLElement): Span | undefined {
  for (let at: Element | null = element; at !== null && at !== view; at = at.parentElement) {
    const span = spans.get(at);
    if (span !== undefined) return span;
  }
  return undefined;
}
