// What a program has taken, in words.
import type { Limits, StepState, Usage } from './engine/operations.js';

const counted = new Intl.NumberFormat('en');

/** "1,234 of 1,000,000 steps · 12 KB of 64 MB held · 3 ms". */
export function usageText(usage: Usage, limits: Limits, ms: number): string {
  const held = `${bytesText(usage.memory)} of ${bytesText(limits.maxMemory)} held`;
  return [stepsText(usage.steps, limits), held, timeText(ms)].join(' · ');
}

/** "Statement 12, line 3 · 4 steps". */
export function stepText(state: StepState, limits: Limits): string {
  const place =
    state.statement === undefined ? 'Ended' : `Statement ${counted.format(state.at + 1)}, line ${state.statement.line}`;
  return `${place} · ${stepsText(state.steps, limits)}`;
}

/** Bytes for a reader: "512 bytes", "12.3 KB". */
export function bytesText(bytes: number): string {
  if (bytes < 1 << 10) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
  return bytes < 1 << 20 ? `${short(bytes / (1 << 10))} KB` : `${short(bytes / (1 << 20))} MB`;
}

function stepsText(steps: number, { maxSteps }: Limits): string {
  if (maxSteps > 0) return `${counted.format(steps)} of ${counted.format(maxSteps)} steps`;
  return `${counted.format(steps)} ${steps === 1 ? 'step' : 'steps'}`;
}

const timeText = (ms: number): string => (ms < 10 ? `${ms.toFixed(1)} ms` : `${counted.format(Math.round(ms))} ms`);

const short = (value: number): string => String(value < 10 ? Number(value.toFixed(1)) : Math.round(value));
