// What the page and its worker say to each other.
import type { EngineName, Limits, Outcome } from './operations.js';

/** What the page asks for. */
export type Question =
  | { kind: 'run'; source: string; engine: EngineName; limits: Limits }
  /** An operation of core/lox/command. */
  | { kind: 'ask'; operation: string; args: object };

export type ToWorker =
  /** The first message: what the worker runs. */
  { kind: 'start'; module: WebAssembly.Module } | { kind: 'question'; id: number; question: Question };

export type ToPage =
  | { kind: 'output'; id: number; text: string }
  | { kind: 'answer'; id: number; answer: Outcome | object }
  /** The question could not be answered; a program that fails is an answer. */
  | { kind: 'failure'; id: number; code: string; message: string };
