// The syntax tree as it will be drawn, from the JSON of core/lox/syntax: there
// a node is an object with a "type", its place, and what lies below it by name.
import type { Span } from '../editor/offsets.js';

export interface TreeNode {
  /** What it is to the node above: "left", "body". Empty of the root. */
  role: string;
  /** The name of the node's type in Go. */
  type: string;
  /** The name, operator or value that it has. */
  text: string;
  /** What a name means: "local", "upvalue", "global". */
  reach: string;
  span: Span;
  /** What lies below it, made when asked for: a whole tree may be deeper than the stack. */
  children: () => TreeNode[];
}

type Json = Record<string, unknown>;

/** Reads the tree; throws where the text is none. */
export function treeOf(root: unknown): TreeNode {
  if (!isNode(root)) throw new Error('playground: the syntax tree has no root');
  return nodeOf('', root);
}

/** What lies below a node in the JSON, by the name that it has there. */
function below(node: Json): [name: string, child: Json & Span][] {
  return Object.entries(node).flatMap(([name, value]) =>
    [value]
      .flat()
      .filter(isNode)
      .map((child): [string, Json & Span] => [name, child]),
  );
}

function nodeOf(role: string, node: Json & Span): TreeNode {
  return {
    role,
    type: String(node['type']),
    text: [node['name'], node['op'], node['value']].filter((part) => typeof part === 'string').join(' ') + params(node),
    reach: kindOf(node['variable']),
    span: { start: node.start, end: node.end },
    children: () => below(node).map(([name, child]) => nodeOf(name, child)),
  };
}

function isNode(value: unknown): value is Json & Span {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value && 'end' in value;
}

function params(node: Json): string {
  const list = node['params'];
  if (!Array.isArray(list)) return '';
  return `(${list.map((param) => (param as { name: string }).name).join(', ')})`;
}

function kindOf(variable: unknown): string {
  return typeof variable === 'object' && variable !== null && 'kind' in variable ? String(variable.kind) : '';
}

/** Whether a tree has more nodes than that. */
export function isLarger(root: TreeNode, than: number): boolean {
  const waiting = [root];
  for (let size = 0; size <= than; size++) {
    const node = waiting.pop();
    if (node === undefined) return false;
    for (const child of node.children()) waiting.push(child);
  }
  return true;
}
