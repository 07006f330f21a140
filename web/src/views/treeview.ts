// Draws the syntax tree, as lists that can be folded.
import { element } from '../dom.js';
import { tie } from './hover.js';
import { sizeOf, type TreeNode } from './syntaxtree.js';

/** Larger trees come folded, and are drawn where they are unfolded. */
const LARGE = 1500;

/** How many levels of a large tree come unfolded. */
const LEVELS = 2;

/** Draws a tree into a view. */
export function drawTree(view: HTMLElement, root: TreeNode): void {
  view.replaceChildren(element('ul', { class: 'tree' }, drawNode(root, sizeOf(root) > LARGE ? LEVELS : Infinity)));
}

function drawNode(node: TreeNode, levels: number): HTMLElement {
  const label = [
    ...(node.role === '' ? [] : [element('span', { class: 'role' }, node.role)]),
    element('span', { class: 'type' }, node.type),
    ...(node.text === '' ? [] : [element('span', { class: 'text' }, node.text)]),
    ...(node.reach === '' ? [] : [element('span', { class: 'reach' }, node.reach)]),
  ].flatMap((part) => [part, ' ']);
  if (node.children.length === 0)
    return element('li', {}, tie(element('span', { class: 'leaf' }, ...label), node.span));

  const details = element('details', {}, tie(element('summary', {}, ...label), node.span));
  const unfold = (): void => {
    if (details.childElementCount > 1) return;
    details.append(element('ul', {}, ...node.children.map((child) => drawNode(child, levels - 1))));
  };
  if (levels > 0) {
    details.open = true;
    unfold();
  } else {
    details.addEventListener('toggle', unfold, { once: true });
  }
  return element('li', {}, details);
}
