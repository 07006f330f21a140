// What a run has taken, in words.
import type { Limits, Usage } from './engine/operations.js';

const counted = new Intl.NumberFormat('en');

/** "1,234 of 1,000,000 steps · 12 KB of 64 MB held · 3 ms". */
export function usageText(usage: Usage, limits: Limits, ms: number): string {
  const most = limits.maxSteps === 0 ? '' : ` of ${counted.format(limits.maxSteps)}`;
  const parts = [
    `${counted.format(usage.steps)}${most} ${limits.maxSteps === 0 && usage.steps === 1 ? 'step' : 'steps'}`,
    `${bytesText(usage.memory)} of ${bytesText(limits.maxMemory)} held`,
    ms < 10 ? `${ms.toFixed(1)} ms` : `${counted.format(Math.round(ms))} ms`,
  ];
  return parts.join(' · ');
}

/** Bytes for a reader: "512 bytes", "12.3 KB". */
export function bytesText(bytes: number): string {
  if (bytes < 1 << 10) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
  if (bytes < 1 << 20) return `${short(bytes / (1 << 10))} KB`;
  return `${short(bytes / (1 << 20))} MB`;
}

const short = (value: number): string => (value < 10 ? Number(value.toFixed(1)) : Math.round(value)).toString();
