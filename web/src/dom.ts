// Making elements without a framework: the page is small, and its parts are
// drawn whole each time.

/** Attributes by name; true is one without a value, false and undefined none at all. */
export type Attributes = Record<string, string | number | boolean | undefined>;

/** Makes an element. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    made.setAttribute(name, value === true ? '' : String(value));
  }
  made.append(...children);
  return made;
}

/** Finds an element of index.html, which has all that is asked for. */
export function byId<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`playground: the page has no ${type.name} called ${id}`);
  return found;
}
