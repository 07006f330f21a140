// Tabs by the keyboard too, as the ARIA Authoring Practices describe them:
// one of them is in the order of Tab, arrows move between them.

/** Shows one panel of several. Each tab names its panel by aria-controls. */
export class Tabs {
  readonly #tabs: HTMLElement[];
  #selected = '';

  /** onSelect is told the name of a panel when it begins to be seen. */
  constructor(
    list: HTMLElement,
    private readonly onSelect: (name: string) => void,
  ) {
    this.#tabs = [...list.querySelectorAll<HTMLElement>('[role=tab]')];
    this.#tabs.forEach((tab, i) => {
      tab.addEventListener('click', () => {
        this.select(panelOf(tab));
      });
      tab.addEventListener('keydown', ({ key }) => {
        const to = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: -1 }[key];
        const next = to === undefined ? undefined : this.#tabs.at(to % this.#tabs.length);
        if (next === undefined) return;
        next.focus();
        this.select(panelOf(next));
      });
    });
  }

  /** The name of the panel that is seen. */
  get selected(): string {
    return this.#selected;
  }

  select(name: string): void {
    if (name === this.#selected) return;
    this.#selected = name;
    for (const tab of this.#tabs) {
      const seen = panelOf(tab) === name;
      tab.setAttribute('aria-selected', String(seen));
      tab.tabIndex = seen ? 0 : -1;
      document.getElementById(panelOf(tab))!.hidden = !seen;
    }
    this.onSelect(name);
  }
}

const panelOf = (tab: HTMLElement): string => tab.getAttribute('aria-controls')!;
