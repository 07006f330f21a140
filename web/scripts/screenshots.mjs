// Takes pictures of the built page, to look at: light, dark, on a phone, at a
// step, with an error, with the other views.
//
//   node scripts/screenshots.mjs FOLDER      needs: npm run build
//
// docs/playground.png is FOLDER/step.png. CHROMIUM names the browser; the
// default is Debian's.
import path from 'node:path';

import { chromium } from 'playwright-core';
import { preview } from 'vite';

const [folder] = process.argv.slice(2);
const root = path.resolve(import.meta.dirname, '..');

const server = await preview({ root, logLevel: 'warn', preview: { host: '127.0.0.1', port: 0 } });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic'],
});

const wide = { width: 1280, height: 720 };
const narrow = { width: 390, height: 844 };

const click = (page, name) => page.getByRole('button', { name, exact: true }).click();
const idle = (page) => page.locator('#run:enabled').waitFor();

async function run(page) {
  await click(page, 'Run');
  await idle(page);
}

/** Stands in the middle of the closures. */
async function step(page) {
  await choose(page, 'Closures');
  await click(page, 'Step');
  await idle(page);
  for (let i = 0; i < 23; i++) {
    await page.keyboard.press('Alt+ArrowRight');
    await idle(page);
  }
}

async function show(page, tab, pointAt) {
  await page.getByRole('tab', { name: tab }).click();
  await page.locator(pointAt).hover();
}

const choose = (page, label) => page.getByLabel('Example').selectOption({ label });

/** Picture by picture: how large, light or dark, and what is done before. */
const pictures = {
  light: [wide, 'light', run],
  dark: [wide, 'dark', step],
  step: [wide, 'light', step],
  phone: [narrow, 'light', run],
  'phone-step': [narrow, 'dark', step],
  error: [wide, 'light', (page) => choose(page, 'An error').then(() => run(page))],
  'dark-error': [wide, 'dark', (page) => choose(page, 'An error').then(() => run(page))],
  mandelbrot: [wide, 'dark', (page) => choose(page, 'Mandelbrot set').then(() => run(page))],
  ast: [wide, 'light', (page) => show(page, 'Syntax tree', '.tree summary >> nth=14')],
  bytecode: [wide, 'dark', (page) => show(page, 'Bytecode', '.code tr >> nth=9')],
};

try {
  for (const [name, [viewport, colorScheme, act]] of Object.entries(pictures)) {
    const context = await browser.newContext({ viewport, colorScheme });
    const page = await context.newPage();
    await page.goto(server.resolvedUrls.local[0]);
    await idle(page);
    await act(page);
    await page.screenshot({ path: path.join(folder, `${name}.png`) });
    await context.close();
  }
} finally {
  await browser.close();
  await server.close();
}
