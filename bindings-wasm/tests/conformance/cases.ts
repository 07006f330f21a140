// Loads the conformance cases: the format is stated in conformance/cases/README.md.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { isMap, isScalar, isSeq, parseDocument, type Node, type YAMLMap } from 'yaml';

/** An argument: bytes, and where it was written as a number or a list of numbers, these too. */
export interface Arg {
  bytes: Buffer;
  floats?: number[];
}

export type Step =
  | { kind: 'do'; conn: number; op: string; args: Arg[]; want: Node }
  | { kind: 'advance'; ms: number }
  | { kind: 'raw'; conn: number; send: Buffer; want: Buffer; closed: boolean };

export interface Case {
  /** "redis/string/get-after-set" */
  key: string;
  engine: string;
  open: Record<string, unknown>;
  steps: Step[];
}

/** All cases below a folder, in order of file names. */
export function loadCases(folder: string): Case[] {
  const files = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.yaml'))
    .sort();
  return files.flatMap((name) => loadFile(path.join(folder, name)));
}

function loadFile(file: string): Case[] {
  const doc = parseDocument(readFileSync(file, 'utf8'));
  const [problem] = doc.errors;
  if (problem !== undefined) throw new Error(`${file}: ${problem.message}`);
  const root = mapOf(doc.contents, file);
  const engine = textOf(child(root, 'engine'));
  const group = textOf(child(root, 'group'));
  return itemsOf(child(root, 'cases')).map((node) => {
    const map = mapOf(node, file);
    return {
      key: `${engine}/${group}/${textOf(child(map, 'name'))}`,
      engine,
      open: ((map.get('open', true) as Node | undefined)?.toJS(doc) as Record<string, unknown> | undefined) ?? {},
      steps: itemsOf(child(map, 'steps')).map((step) => readStep(mapOf(step, file))),
    };
  });
}

function readStep(map: YAMLMap): Step {
  const conn = Number(map.get('conn') ?? 1);
  if (map.has('advance')) return { kind: 'advance', ms: Number(map.get('advance')) };
  if (map.has('do')) {
    const [op, ...args] = itemsOf(child(map, 'do'));
    return { kind: 'do', conn, op: textOf(op), args: args.map(readArg), want: child(map, 'want') };
  }
  return {
    kind: 'raw',
    conn,
    send: Buffer.from(map.has('raw') ? textOf(child(map, 'raw')) : ''),
    want: Buffer.from(map.has('want_raw') ? textOf(child(map, 'want_raw')) : ''),
    closed: map.get('closed') === true,
  };
}

function readArg(node: Node): Arg {
  if (isSeq(node)) return { bytes: Buffer.alloc(0), floats: itemsOf(node).map(numberOf) };
  if (isMap(node)) {
    if (node.items.length === 1 && node.has('b64')) return { bytes: Buffer.from(textOf(child(node, 'b64')), 'base64') };
    return { bytes: Buffer.from(JSON.stringify(node.toJSON())) }; // an operation's arguments by name
  }
  const bytes = Buffer.from(textOf(node));
  return isScalar(node) && typeof node.value === 'number' ? { bytes, floats: [node.value] } : { bytes };
}

/** The text of a scalar as it was written: 1.50 is not 1.5. */
export function textOf(node: Node | undefined): string {
  if (!isScalar(node)) throw new Error('not a scalar');
  return node.source ?? String(node.value);
}

export function numberOf(node: Node): number {
  return Number((node as { value?: unknown }).value);
}

export function itemsOf(node: Node): Node[] {
  if (!isSeq(node)) throw new Error('not a list');
  return node.items as Node[];
}

export function mapOf(node: unknown, where: string): YAMLMap {
  if (!isMap(node)) throw new Error(`${where}: not a map`);
  return node;
}

export function child(map: YAMLMap, key: string): Node {
  const node = map.get(key, true) as Node | undefined;
  if (node === undefined) throw new Error(`${key} is missing`);
  return node;
}
