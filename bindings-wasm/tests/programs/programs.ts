// The Lox programs of conformance/programs and what they expect: the format is
// stated in the README there.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

export interface Program {
  name: string;
  source: string;
  output: string[];
  compileErrors: string[];
  runtimeError?: { message: string; line: number };
  trace?: string[];
}

/** How a program ended. */
export interface Outcome {
  stdout: string;
  /** As the book's interpreter writes it. */
  stderr: string;
  exit: number;
}

/** All programs below a folder, in order of file names. */
export function loadPrograms(folder: string): Program[] {
  const names = readdirSync(folder, { recursive: true }).map(String);
  return names
    .filter((name) => name.endsWith('.lox'))
    .sort()
    .map((name) => parse(name, readFileSync(path.join(folder, name), 'utf8')));
}

// The first that matches a line counts.
const comments: [RegExp, (program: Program, match: RegExpExecArray, line: number) => void][] = [
  [/\/\/ expect runtime error: (.+)/, (p, m, line) => (p.runtimeError = { message: m[1]!, line })],
  [/\/\/ expect: ?(.*)/, (p, m) => p.output.push(m[1]!)],
  [/\/\/ trace: (.+)/, (p, m) => (p.trace ??= []).push(m[1]!)],
  [/\/\/ \[line (\d+)\] (Error.*)/, (p, m) => p.compileErrors.push(`[line ${m[1]}] ${m[2]}`)],
  [/\/\/ (Error.*)/, (p, m, line) => p.compileErrors.push(`[line ${line}] ${m[1]}`)],
];

function parse(name: string, source: string): Program {
  const program: Program = { name, source, output: [], compileErrors: [] };
  source.split('\n').forEach((line, i) => {
    for (const [comment, expect] of comments) {
      const match = comment.exec(line.replace(/\r$/, ''));
      if (match === null) continue;
      expect(program, match, i + 1);
      return;
    }
  });
  return program;
}

const lines = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));

/** The first way in which a run was not as expected, undefined where it passed. */
export function difference(program: Program, { stdout, stderr, exit }: Outcome): string | undefined {
  const { runtimeError, trace, compileErrors } = program;
  const [message, ...frames] = lines(stderr);
  const compare: [string, unknown, unknown][] = [['output', program.output, lines(stdout)]];
  if (runtimeError === undefined) {
    compare.push(['errors', compileErrors, lines(stderr)]);
    compare.push(['exit code', compileErrors.length > 0 ? 65 : 0, exit]);
  } else {
    const begins = `[line ${runtimeError.line}] in `;
    compare.push(['runtime error', runtimeError.message, message]);
    compare.push(['trace', trace ?? begins, trace ? frames : frames[0]?.slice(0, begins.length)]);
    compare.push(['exit code', 70, exit]);
  }
  const [bad] = compare.filter(([, want, got]) => JSON.stringify(want) !== JSON.stringify(got));
  return bad && `${bad[0]}: want ${JSON.stringify(bad[1])}, got ${JSON.stringify(bad[2])}`;
}
