// The choices above the editor.
import { byId } from './dom.js';
import type { Settings } from './engine/interpreter.js';

const MB = 1 << 20;

/** Reads what is chosen just now. An empty field, or one that holds no number, is the usual limit. */
export function readSettings(): Settings {
  return {
    engine: byId('engine', HTMLSelectElement).value === 'tree' ? 'tree' : 'fast',
    limits: {
      maxSteps: numberIn('max-steps') ?? 0,
      maxMemory: (numberIn('max-memory') ?? 64) * MB,
    },
  };
}

/** The whole number in a field, kept within what the field allows. */
function numberIn(id: string): number | undefined {
  const field = byId(id, HTMLInputElement);
  const value = Math.trunc(field.valueAsNumber);
  if (Number.isNaN(value)) return undefined;
  return Math.min(Math.max(value, Number(field.min)), field.max === '' ? Number.MAX_SAFE_INTEGER : Number(field.max));
}
