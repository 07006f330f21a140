import { LoxError, LoxObject, open, TwelvefoldError, type Lox, type LoxOptions, type Twelvefold } from 'twelvefold';
import { afterAll, describe, expect, test } from 'vitest';

const tf: Twelvefold = await open({ engines: ['lox'] });
afterAll(() => {
  tf.close();
});

/** An interpreter, and what its programs have printed. */
function printing(options: LoxOptions = {}): { lox: Lox; printed: () => string } {
  let text = '';
  return { lox: tf.lox({ ...options, output: (more) => (text += more) }), printed: () => text };
}

/** What a call throws. */
function thrownBy(call: () => unknown): LoxError {
  try {
    call();
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(LoxError);
    return thrown as LoxError;
  }
  throw new Error('nothing was thrown');
}

describe('values', () => {
  test.each([
    ['nil;', null],
    ['true;', true],
    ['!true;', false],
    ['-0;', -0],
    ['0/0;', NaN],
    ['1/0;', Infinity],
    ['"";', ''],
    ['"värld 🌍";', 'värld 🌍'],
    ['var a = 1;', null],
  ])('%s', (source, value) => {
    expect(tf.lox().eval(source)).toBe(value);
  });

  test('go in and out as arguments and globals', () => {
    const lox = tf.lox();
    lox.eval('fun same(x) { return x; }');
    for (const value of [null, true, false, -0, 1.5, '', 'ä'.repeat(100_000)]) {
      expect(lox.call('same', value)).toBe(value);
      lox.set('global', value);
      expect(lox.get('global')).toBe(value);
    }
    expect(lox.get('none')).toBeUndefined();
    expect(lox.globals()).toEqual(['global', 'same']);
    expect(() => lox.call('same', 1n as never)).toThrow(expect.objectContaining({ code: 'wrong_type' }));
  });

  test('objects stay, and are the same here as there', () => {
    const lox = tf.lox();
    lox.eval('class Point { init(x, y) { this.x = x; this.y = y; } sum() { return this.x + this.y; } }');
    const point = lox.call('Point', 3, 4) as LoxObject;
    expect([point.kind, String(point), point.get('x'), point.get('z')]).toEqual([
      'instance',
      'Point instance',
      3,
      undefined,
    ]);
    point.set('y', point);
    expect(point.get('y')).toBe(point);
    point.set('y', 10);
    const sum = point.get('sum') as LoxObject;
    expect([sum.kind, String(sum), sum.call()]).toEqual(['callable', '<fn sum>', 13]);
    lox.set('p', point);
    expect(lox.eval('p.x = "x"; p;')).toBe(point);
    expect(() => {
      tf.lox().set('p', point);
    }).toThrow('value of another interpreter');
    point.close();
    point.close();
    expect(() => point.get('x')).toThrow(expect.objectContaining({ code: 'closed' }));
    expect((lox.get('p') as LoxObject).get('x')).toBe('x');
  });
});

describe('functions of the host', () => {
  test('get arguments of the types they name', () => {
    const lox = tf.lox();
    lox.define('greet', (name: string, times: number) => `hello, ${name}`.repeat(times), ['string', 'number']);
    lox.define('any', (...args: unknown[]) => args.length);
    lox.define('nothing', () => undefined, []);
    expect(lox.eval('greet("world", 2);')).toBe('hello, worldhello, world');
    expect(lox.eval('any(1, nil, any);')).toBe(3);
    expect(lox.eval('nothing();')).toBe(null);
    expect(thrownBy(() => lox.eval('greet(1, 2);')).reason).toBe("Argument 1 of 'greet' must be a string.");
    expect(thrownBy(() => lox.eval('greet("a");')).reason).toBe('Expected 2 arguments but got 1.');
    expect(() => {
      lox.define('f', () => null, ['text' as never]);
    }).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
  });

  test('may have a rest of a type', () => {
    const lox = tf.lox();
    const repeat = (s: string, ...times: number[]) => times.map((n) => s.repeat(n)).join('');
    lox.define('repeat', repeat, ['string'], 'number');
    expect(lox.eval('repeat("a", 2, 3) + repeat("b");')).toBe('aaaaa');
    expect(() => lox.eval('repeat("a", "b");')).toThrow("Argument 2 of 'repeat' must be a number.");
  });

  test('are values, and outlive reset', () => {
    const lox = tf.lox();
    lox.define('twice', (n: number) => 2 * n, ['number']);
    lox.eval('var f = twice; fun map(f, x) { return f(x); }');
    expect(lox.eval('map(f, 4);')).toBe(8);
    lox.reset();
    expect(lox.eval('twice(1);')).toBe(2);
    expect(lox.get('f')).toBeUndefined();
  });

  test('throw through the program, and come out as the cause', () => {
    const lox = tf.lox();
    const own = new RangeError('out of apples');
    lox.define('buy', () => {
      throw own;
    });
    const error = thrownBy(() => lox.eval('fun shop() {\n  buy();\n}\nshop();', { name: 'shop.lox' }));
    expect(error).toMatchObject({ kind: 'host', code: 'runtime_error', line: 2, reason: 'buy: out of apples' });
    expect(error.cause).toBe(own);
    expect(error.trace).toMatchObject([
      { function: 'shop', source: 'shop.lox', line: 2, column: 3, length: 5 },
      { function: '', source: 'shop.lox', line: 4 },
    ]);
    expect(error.stack).toMatch(
      /^LoxError: buy: out of apples \[line 2\]\n {4}at shop \(shop\.lox:2:3\)\n {4}at script \(shop\.lox:4:1\)\n.*lox\.test\.ts/,
    );
    expect(error.report).toContain('2 |   buy();\n  |   ^^^^^');
    expect(lox.eval('1;')).toBe(1);
  });

  test.each([
    ['a text'],
    [undefined],
    [
      {
        toString: () => {
          throw new Error('no');
        },
      },
    ],
  ])('may throw anything', (what) => {
    const lox = tf.lox();
    lox.define('fail', () => {
      throw what; // eslint-disable-line @typescript-eslint/only-throw-error
    });
    expect(thrownBy(() => lox.eval('fail();')).cause).toBe(what);
  });

  test('must not be async', () => {
    const lox = tf.lox();
    lox.define('later', async () => Promise.resolve(1));
    expect(thrownBy(() => lox.eval('later();')).message).toContain('must not be async');
  });

  test('use the interpreter inside its run', () => {
    const lox = tf.lox();
    lox.define('sum', (n: number): number => (n === 0 ? 0 : n + (lox.call('sum', n - 1) as number)), ['number']);
    lox.define('join', (a: string) => a + String(lox.eval('"<" + "inner" + ">";')) + a, ['string']);
    lox.define(
      'define',
      (name: string, value: number) => {
        lox.set(name, value);
      },
      ['string', 'number'],
    );
    expect(lox.eval('sum(50) + sum(3);')).toBe((50 * 51) / 2 + 6);
    expect(lox.eval('join("x" + "y") + join("z");')).toBe('xy<inner>xyz<inner>z');
    expect(lox.eval('define("seven", 7); seven;')).toBe(7);
    lox.define('large', () => String(lox.eval('"b";')) + 'ä'.repeat(300_000)); // the scratch buffer moves
    expect(lox.eval('large() == large();')).toBe(true);
  });

  test('may catch the error of a run inside, or let it through as it is', () => {
    const lox = tf.lox();
    lox.define(
      'attempt',
      (source: string) => {
        try {
          return lox.eval(source);
        } catch (thrown) {
          return (thrown as LoxError).reason;
        }
      },
      ['string'],
    );
    lox.define('run', (source: string) => lox.eval(source, { name: 'inner.lox' }), ['string']);
    expect(lox.eval('attempt("nope;") + attempt("var + 1;");')).toBe("Undefined variable 'nope'.Expect variable name.");
    const error = thrownBy(() => lox.eval('run("1; nope;");'));
    expect(error).toMatchObject({ kind: 'runtime', reason: "Undefined variable 'nope'." });
    expect(error.trace.map((frame) => frame.source)).toEqual(['inner.lox', 'main.lox']);
    const limited = tf.lox({ maxSteps: 100 });
    limited.define('run', (source: string) => limited.eval(source), ['string']);
    expect(thrownBy(() => limited.eval('run("while (true) {}");')).kind).toBe('steps');
  });

  test('of another interpreter are another run', () => {
    const [outer, inner] = [tf.lox({ maxSteps: 10 }), tf.lox()];
    outer.define('count', (n: number) => inner.eval(`var i = 0; while (i < ${n}) i = i + 1; i;`), ['number']);
    expect(outer.eval('count(1000);')).toBe(1000);
    expect(outer.usage().steps).toBe(2);
  });

  test('cannot close or reset the interpreter that they are in', () => {
    const lox = tf.lox();
    lox.define('close', () => {
      lox.close();
    });
    lox.define('reset', () => {
      lox.reset();
    });
    for (const source of ['close();', 'reset();']) {
      expect(thrownBy(() => lox.eval(source)).cause).toMatchObject({ code: 'locked' });
    }
    const { lox: other } = { lox: tf.lox({ output: () => other.eval('1;') }) };
    expect(thrownBy(() => other.eval('print 1;')).cause).toMatchObject({ code: 'locked' });
  });

  test.each(['fast', 'tree'] as const)('too deep in each other end in the depth error: %s', (engine) => {
    for (const maxDepth of [100, 10_000, 20_000]) {
      const lox = tf.lox({ engine, maxDepth });
      lox.define('call', (n: number) => lox.eval(`nest(${n});`), ['number']);
      // Each level goes deep in calls of the program's own, too.
      lox.eval('fun down(n, f, x) { if (n == 0) return f(x); return down(n - 1, f, x); }');
      lox.eval(`fun nest(n) { return down(${Math.floor(maxDepth / 200)}, call, n + 1); }`);
      expect(thrownBy(() => lox.eval('nest(0);'))).toMatchObject({ kind: 'depth', code: 'limit_exceeded' });
      expect(lox.eval('1 + 1;')).toBe(2);
    }
  });

  test('too deep in each other across interpreters are refused', () => {
    const nest = (): unknown => {
      const lox = tf.lox();
      lox.define('nest', nest);
      try {
        return lox.eval('nest();');
      } finally {
        lox.close();
      }
    };
    let error: unknown = thrownBy(nest);
    while (error instanceof LoxError && error.cause !== undefined) error = error.cause;
    expect((error as Error).message).toContain('too deep in each other');
    expect(tf.dead).toBe(false);
  });
});

describe('limits', () => {
  const endless = 'while (true) {}';
  test.each<[LoxOptions, string, string]>([
    [{ maxSteps: 1000 }, endless, 'steps'],
    [{ timeout: 20 }, endless, 'timeout'],
    [{}, 'fun f() { f(); } f();', 'depth'],
    [{ maxDepth: 20_000 }, 'fun f(n) { return 1 + f(n + 1); } f(0);', 'depth'],
    [{ maxDepth: 20_000 }, 'class A { init(n) { this.a = A(n + 1); } } A(0);', 'depth'],
    [{ maxMemory: 1 << 20 }, 'var s = "x"; while (true) s = s + s;', 'memory'],
    [{ maxMemory: 1 << 20 }, 'var all; while (true) { var next = all; fun f() { return next; } all = f; }', 'memory'],
    [{ maxOutput: 100 }, 'while (true) print "0123456789";', 'output'],
  ])('%j ends %s', (options, source, kind) => {
    for (const engine of ['fast', 'tree'] as const) {
      const lox = tf.lox({ ...options, engine, output: () => undefined });
      expect(thrownBy(() => lox.eval(source)).kind).toBe(kind);
      lox.eval('s = nil; all = nil;'.replace(/(\w+) = nil;/g, 'var $1;'));
      expect(lox.eval('2 + 2;')).toBe(4);
    }
  });

  test.each([
    { timeout: NaN },
    { timeout: Infinity },
    { timeout: -1 },
    { maxSteps: NaN },
    { maxSteps: 1.5 },
    { maxMemory: -1 },
  ])('that are none are refused: %o', (options) => {
    expect(() => tf.lox(options)).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
  });

  test('a signal ends a run, from a function of the host', () => {
    const lox = tf.lox();
    const controller = new AbortController();
    let calls = 0;
    lox.define('tick', () => {
      if (++calls === 3) controller.abort();
    });
    const error = thrownBy(() => lox.eval('while (true) tick();', { signal: controller.signal }));
    expect([error.kind, error.code, calls]).toEqual(['cancelled', 'cancelled', 3]);
    expect(thrownBy(() => lox.eval('while (true) {}', { signal: AbortSignal.abort() })).kind).toBe('cancelled');
    expect(lox.eval('1;')).toBe(1);
  });

  test('what a run takes is told', () => {
    const { lox, printed } = printing();
    lox.eval('for (var i = 0; i < 10; i = i + 1) print i;');
    expect(lox.usage()).toMatchObject({ steps: 11, output: 20 });
    expect(printed()).toBe('0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n');
    expect(lox.held()).toBeLessThan(10_000);
    expect(lox.stats()).toMatchObject({ runs: 1, errors: 0, steps: 11, output: 20, globals: 0 });
  });
});

test('a syntax error tells all that is wrong', () => {
  const error = thrownBy(() => tf.lox().eval('var 1;\nprint;', { name: 'bad.lox' }));
  expect(error).toMatchObject({ kind: 'syntax', code: 'syntax_error', line: 1 });
  expect(error.diagnostics).toMatchObject([
    { line: 1, column: 5, length: 1, message: 'Expect variable name.' },
    { line: 2, message: 'Expect expression.' },
  ]);
  expect(error.book).toBe("[line 1] Error at '1': Expect variable name.\n[line 2] Error at ';': Expect expression.\n");
});

test('operations by name run inside a run, too', () => {
  const lox = tf.lox();
  expect(lox.command('run', { source: 'print 1; 2;' })).toMatchObject({
    value: 2,
    output: '1\n',
    usage: { output: 2 },
  });
  lox.define('evaluate', (source: string) => (lox.command('eval', { source }) as { value: number }).value, ['string']);
  expect(lox.eval('evaluate("40 + 2;");')).toBe(42);
  expect(lox.command('eval', { source: 'evaluate("1;");' })).toMatchObject({ value: 1 });
  expect(() => lox.command('none')).toThrow(expect.objectContaining({ code: 'unknown_command' }));
});

test('interpreters share nothing', () => {
  const all = Array.from({ length: 20 }, (_, i) => {
    const lox = tf.lox({ engine: i % 2 === 0 ? 'fast' : 'tree' });
    lox.define('id', () => i, []);
    lox.eval('var n = 0; fun next() { n = n + 1; return id() * 100 + n; }');
    return lox;
  });
  for (let round = 1; round <= 3; round++) {
    expect(all.map((lox) => lox.call('next'))).toEqual(all.map((_, i) => i * 100 + round));
  }
  const [first] = all;
  first!.close();
  first!.close();
  expect(() => first!.eval('1;')).toThrow(expect.objectContaining({ code: 'closed' }));
});

test('a trap inside a function of the host ends all that led to it', async () => {
  const own = await open({ stderr: () => undefined });
  const lox = own.lox();
  lox.define('trap', () => {
    for (let i = 0; i < 4; i++) own.quant.vector(2 ** 28); // 2 GiB each, of 4
  });
  expect(() => lox.eval('trap();')).toThrow(expect.objectContaining({ code: 'dead' }));
  expect(() => lox.eval('1;')).toThrow(TwelvefoldError);
  expect(own.dead).toBe(true);
});

test.each([
  ['parentheses', `${'('.repeat(990)}1${')'.repeat(990)};`],
  ['a chain of operators', `1${' - 1'.repeat(9990)};`],
  ['a chain of calls', `fun f() { return f; } f${'()'.repeat(9990)};`],
  ['blocks', `${'{'.repeat(990)}1;${'}'.repeat(990)}`],
])('a source as deep as it may be: %s', (_what, source) => {
  for (const engine of ['fast', 'tree'] as const) {
    const lox = tf.lox({ engine });
    lox.eval(source);
    lox.command('ast', { source });
    lox.command('disasm', { source });
  }
  expect(tf.dead).toBe(false);
});
