// The page as one uses it.
import { chromium, type Browser, type BrowserContextOptions, type Locator, type Page } from 'playwright-core';

import { encodeFragment } from '../../src/share.js';

/** --no-sandbox because CI runs as root; the others keep the browser from calling home. */
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];

/** How long the browser may take for anything, in milliseconds, on a machine that has much else to do. */
const patience = 120_000;

/** Starts Debian's browser, or the one that CHROMIUM names. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    headless: true,
    args,
    timeout: patience,
  });
}

/** The playground in a page of its own. */
export class PlaygroundPage {
  /** What a console would show of things that went wrong. */
  readonly problems: string[] = [];
  /** All that the page has asked for. */
  readonly requests: string[] = [];

  private constructor(readonly page: Page) {
    page.setDefaultTimeout(patience);
    page.on('pageerror', (error) => this.problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.problems.push(message.text());
    });
    page.on('request', (request) => this.requests.push(request.url()));
  }

  static async open(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<PlaygroundPage> {
    const context = await browser.newContext(options);
    const opened = new PlaygroundPage(await context.newPage());
    await opened.page.goto(url);
    await opened.page.locator('#run:enabled').waitFor();
    return opened;
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  tab(name: string): Locator {
    return this.page.getByRole('tab', { name });
  }

  /** Opens another program, as a link does. */
  async write(source: string): Promise<void> {
    const hash = await encodeFragment(source);
    await this.page.evaluate((to) => {
      location.hash = to;
    }, hash);
    await this.page.waitForFunction(
      (first) => document.getElementById('editor')!.shadowRoot!.querySelector('.cm-line')!.textContent === first,
      source.split('\n')[0]!,
    );
  }

  async choose(example: string): Promise<void> {
    await this.page.getByLabel('Example').selectOption({ label: example });
  }

  /** Runs the program to its end. */
  async run(): Promise<void> {
    await this.button('Run').click();
    await this.idle();
  }

  /** Presses a key of a step, and waits for its state. */
  async press(keys: string): Promise<void> {
    await this.page.keyboard.press(keys);
    await this.idle();
  }

  /** Waits until the interpreter has answered. */
  async idle(): Promise<void> {
    await this.page.locator('#run:enabled').waitFor();
  }

  /** Where the page is by its own account: Playwright hears of a new fragment a little later. */
  address(): Promise<string> {
    return this.page.evaluate(() => location.href);
  }

  /** The lines of the editor that are in sight. */
  async source(): Promise<string> {
    return (await this.page.locator('.cm-line').allTextContents()).join('\n');
  }

  status(): Promise<string> {
    return this.page.locator('#status').innerText();
  }

  output(): Promise<string> {
    return this.page.locator('#output .printed').innerText();
  }

  /** The environment as lines: a heading, a scope's title, or a name and its value. */
  async environment(): Promise<string[]> {
    const lines = await this.page.locator('.environment :is(h2, h3, tr)').allInnerTexts();
    return lines.map((line) => line.replaceAll('\t', ' '));
  }

  /** The text that a class of marks is on. */
  async marked(kind: string): Promise<string> {
    return (await this.page.locator(`.cm-content .${kind}`).allTextContents()).join('');
  }
}
