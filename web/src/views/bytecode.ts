// Draws the bytecode of a program, a table for each function.
import { element } from '../dom.js';
import type { Instruction, ListedFunction } from '../engine/operations.js';
import { functionName } from '../engine/problems.js';
import { tie } from './hover.js';

/** Draws the functions into a view. */
export function drawBytecode(view: HTMLElement, functions: readonly ListedFunction[]): void {
  view.replaceChildren(...functions.map(drawFunction));
}

function drawFunction(listed: ListedFunction): HTMLElement {
  const title = `${functionName({ function: listed.name })}, line ${listed.line}`;
  const targets = new Set(listed.instructions.flatMap(({ target }) => target ?? []));
  const rows = listed.instructions.map((instruction) => drawInstruction(instruction, targets.has(instruction.offset)));
  return element('section', { class: 'box' }, element('h2', {}, title), element('table', { class: 'code' }, ...rows));
}

function drawInstruction(instruction: Instruction, isTarget: boolean): HTMLElement {
  const { offset, line, name, operands, target } = instruction;
  const leap = target === undefined ? [] : [`→ ${target}`];
  return tie(
    element(
      'tr',
      { class: isTarget ? 'target' : undefined },
      element('td', { class: 'offset' }, String(offset)),
      element('td', { class: 'line' }, `line ${line}`),
      element('td', { class: 'name' }, name),
      element('td', {}, [...operands, ...leap].join(' ')),
    ),
    instruction,
  );
}
