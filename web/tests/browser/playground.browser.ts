import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';

import { launch, PlaygroundPage } from './page.js';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

describe.each(['binary', 'files'] as const)('served by the %s', (server) => {
  const url = inject(server);
  let on: PlaygroundPage;

  beforeEach(async () => {
    on = await PlaygroundPage.open(browser, url);
  });
  afterEach(async () => {
    expect(on.problems).toEqual([]);
    expect(on.requests.filter((request) => !request.startsWith(url))).toEqual([]);
    await on.page.context().close();
  });

  it('runs what it opens with, by the keyboard', async () => {
    await on.page.keyboard.press('Control+Enter');
    await on.idle();
    expect(await on.output()).toBe('Hello, world!\n0\n1\n1\n2\n3\n5\n8\n13\n');
    expect(await on.status()).toMatch(/^Ended · 111 steps · [\d.]+ (bytes|KB) of 64 MB held · /);
  });

  it.each(['Closures', 'Classes', 'Inheritance', 'Generators of a kind', 'Eight queens', 'Mandelbrot set'])(
    'runs the example %s alike on both engines',
    async (example) => {
      await on.choose(example);
      await on.run();
      const [output, status] = [await on.output(), await on.status()];
      expect(status).toMatch(/^Ended/);
      expect(output).not.toBe('');
      await on.page.getByLabel('Engine').selectOption('tree');
      await on.run();
      expect(await on.output()).toBe(output);
      expect((await on.status()).split(' · ')[1]).toBe(status.split(' · ')[1]);
    },
  );

  it('shows an error at its line, and goes there', async () => {
    await on.choose('An error');
    await on.run();
    const error = on.page.getByRole('alert');
    expect(await error.innerText()).toContain('Only instances have properties.');
    expect(await on.marked('cm-lintRange-error')).toBe('list.value');
    await error.getByRole('button').last().click();
    expect(await on.page.locator('.cm-activeLine').textContent()).toBe('print total(list);');
  });

  it('underlines what cannot be read, while it is written', async () => {
    await on.write('var a = 1;\nprint "ü" + ;\n');
    await expect.poll(() => on.marked('cm-lintRange-error')).toBe(';');
    await on.run();
    expect(await on.page.getByRole('alert').innerText()).toMatch(/syntax error: .*\n+line 2 Expect expression\./s);
  });

  it('stops an endless loop, and runs on', async () => {
    await on.choose('An endless loop');
    await on.button('Run').click();
    await on.page.getByText('a million rounds more').first().waitFor();
    await on.tab('Syntax tree').click(); // the page and the other views live on
    await on.page.locator('.tree').waitFor();
    await on.button('Stop').click();
    await on.idle();
    expect(await on.status()).toMatch(/^Stopped after /);
    await on.choose('Classes');
    await on.run();
    expect(await on.output()).toMatch(/^120\n/);
  });

  it('ends where a limit is', async () => {
    await on.choose('An endless loop');
    await on.page.getByLabel('Steps at most').fill('1000');
    await on.run();
    expect(await on.page.getByRole('alert').innerText()).toMatch(/^steps error: /);
    expect(await on.status()).toMatch(/^Failed · 1,00\d of 1,000 steps/);

    await on.write('var s = "x"; while (true) s = s + s;');
    await on.page.getByLabel('Steps at most').fill('');
    await on.page.getByLabel('MB at most').fill('1');
    await on.run();
    expect(await on.page.getByRole('alert').innerText()).toMatch(/^memory error: /);
  });

  it('steps forwards and backwards', async () => {
    await on.write(
      'class C {}\nfun f(n) {\n  var twice = n + n;\n  o.x = twice;\n}\nvar o = C();\nf(2);\nprint o.x;\n',
    );
    await on.button('Step').click();
    await on.idle();
    expect(await on.marked('cm-statement')).toBe('class C {}');
    for (let i = 0; i < 5; i++) await on.press('Alt+ArrowRight');
    expect(await on.marked('cm-statement')).toBe('o.x = twice;');
    const inside = ['f(), line 4', 'innermost scope', 'n 2', 'twice 4', 'script, line 7'];
    const globals = ['Globals', 'C C', 'f <fn f>', 'o C instance'];
    expect(await on.environment()).toEqual([...inside, ...globals]);

    await on.press('Alt+ArrowRight');
    expect(await on.marked('cm-statement')).toBe('print o.x;');
    expect(await on.environment()).toEqual(['script, line 8', ...globals, '.x 4']);
    expect(await on.page.locator('td.changed').allTextContents()).toEqual(['4']);

    await on.press('Alt+ArrowLeft');
    expect(await on.environment()).toEqual([...inside, ...globals]);
    await on.press('Alt+End');
    expect(await on.page.locator('#stepper').innerText()).toContain('The program has ended after 7 statements.');
    await on.press('Alt+Home');
    expect(await on.environment()).toEqual(['script, line 1', 'Globals']);
  });

  it('shows the syntax tree, and marks what is pointed at', async () => {
    await on.write('print 1 + "two";\n');
    await on.tab('Syntax tree').click();
    const right = on.page.locator('.leaf', { hasText: '"two"' });
    await right.hover();
    await expect.poll(() => on.marked('cm-hovered')).toBe('"two"');
    await on.page.locator('summary', { hasText: 'Binary' }).hover();
    await expect.poll(() => on.marked('cm-hovered')).toBe('1 + "two"');
  });

  it('shows the bytecode, and marks what is pointed at', async () => {
    await on.write('fun add(a, b) { return a + b; }\nprint add(1, 2);\n');
    await on.tab('Bytecode').click();
    await on.page.getByRole('heading', { name: 'add(), line 1' }).waitFor();
    await on.page.getByRole('row', { name: 'print' }).hover();
    await expect.poll(() => on.marked('cm-hovered')).toBe('print add(1, 2);');
  });

  it('bears programs that go deep', async () => {
    await on.write('fun f(n) { return f(n + 1); }\nf(0);\n');
    await on.run();
    expect(await on.page.getByRole('alert').innerText()).toMatch(/^depth error: .*… and \d+ calls more …/s);

    await on.tab('Syntax tree').click();
    for (const [expression, node] of [
      [`${'('.repeat(980)}1${')'.repeat(980)}`, 'Grouping'],
      [`-${'-'.repeat(980)}1`, 'Unary'],
      [`1${' + 1'.repeat(9_900)}`, 'Binary'],
    ]) {
      await on.write(`// ${node}\nprint ${expression};\n`);
      await on.page.locator('summary', { hasText: `expr ${node}` }).waitFor();
    }
    await on.write(`// many\n${'nil;'.repeat(200_000)}`);
    await on.page.getByText('… and 195000 more').waitFor();
    await on.write(`// deeper\nprint ${'('.repeat(1e6)}`);
    await expect.poll(() => on.page.locator('#ast').innerText()).toMatch(/Too much nesting/);
  });

  it('formats', async () => {
    await on.write('var a=1;if(a){\nprint a;}');
    await on.button('Format').click();
    await on.idle();
    expect(await on.source()).toBe('var a = 1;\nif (a) {\n  print a;\n}\n');
  });

  it('shares by a link', async () => {
    const source = 'print "Grüße, 🦊";\nprint 2;';
    await on.write(source);
    await on.button('Share').click();
    await expect.poll(() => on.status()).toMatch(/^The link is /);
    const other = await PlaygroundPage.open(browser, await on.address());
    expect(await other.source()).toBe(source);
    await other.run();
    expect(await other.output()).toBe('Grüße, 🦊\n2\n');
    await other.page.context().close();
    await on.page.locator('.cm-content').press('x');
    expect(new URL(await on.address()).hash).toBe('');
  });

  it('says so where a link is broken', async () => {
    await on.page.goto(`${url}#lox=broken`);
    await expect.poll(() => on.status()).toBe('The link does not hold a whole program.');
  });

  it('has room on a phone', async () => {
    await on.page.setViewportSize({ width: 360, height: 740 });
    await on.run();
    const [width, room] = await on.page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return [scrollWidth, clientWidth];
    });
    expect(width).toBeLessThanOrEqual(room);
    for (const name of ['Run', 'Stop', 'Step', 'Format', 'Share']) expect(await on.button(name).isVisible()).toBe(true);
  });

  it('names everything that can be operated', async () => {
    const named = [
      ['combobox', 'Example'],
      ['combobox', 'Engine'],
      ['spinbutton', 'Steps at most'],
      ['spinbutton', 'MB at most'],
      ['textbox', 'Lox source'],
    ] as const;
    for (const [role, name] of named) await on.page.getByRole(role, { name, exact: true }).waitFor();
    await on.tab('Output').press('ArrowRight');
    expect(await on.tab('Steps').getAttribute('aria-selected')).toBe('true');
    expect(await on.page.getByRole('tabpanel', { name: 'Steps' }).isVisible()).toBe(true);
  });
});

it('is served under a strict policy', async () => {
  const response = await fetch(inject('binary'));
  expect(response.headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/,
  );
});
