// Draws the syntax tree, as lists that can be folded.
import { element } from '../dom.js';
import { tie } from './hover.js';
import { isLarger, type TreeNode } from './syntaxtree.js';

/** Larger trees come folded, and are drawn where they are unfolded. */
const LARGE = 1500;

/** How many levels of a large tree come unfolded. */
const LEVELS = 2;

/** How many of a small one do: what lies thousands deep on a page ends the browser's tab. */
const DEEP = 100;

/** How many nodes are drawn below one: a program may be a line repeated a million times. */
const MANY = 5000;

/** Draws a tree into a view. */
export function drawTree(view: HTMLElement, root: TreeNode): void {
  view.replaceChildren(element('ul', { class: 'tree' }, drawNode(root, isLarger(root, LARGE) ? LEVELS : DEEP)));
}

function drawNode(node: TreeNode, levels: number): HTMLElement {
  const label = [
    ...(node.role === '' ? [] : [element('span', { class: 'role' }, node.role)]),
    element('span', { class: 'type' }, node.type),
    ...(node.text === '' ? [] : [element('span', { class: 'text' }, node.text)]),
    ...(node.reach === '' ? [] : [element('span', { class: 'reach' }, node.reach)]),
  ].flatMap((part) => [part, ' ']);
  const children = node.children();
  if (children.length === 0) return element('li', {}, tie(element('span', { class: 'leaf' }, ...label), node.span));

  const details = element('details', {}, tie(element('summary', {}, ...label), node.span));
  const unfold = (): void => {
    if (details.childElementCount > 1) return;
    details.append(drawChildren(children, levels - 1));
  };
  if (levels > 0) {
    details.open = true;
    unfold();
  } else {
    details.addEventListener('toggle', unfold, { once: true });
  }
  return element('li', {}, details);
}

function drawChildren(children: readonly TreeNode[], levels: number): HTMLElement {
  const list = element('ul', {}, ...children.slice(0, MANY).map((child) => drawNode(child, levels)));
  const more = children.length - MANY;
  if (more > 0) list.append(element('li', { class: 'remark' }, `… and ${more} more`));
  return list;
}
