// What the page and its worker say to each other.
import type { EngineName, Limits } from './operations.js';

/** An operation of core/lox/command, in an interpreter of its own. */
export interface Question {
  operation: string;
  args: object;
  engine: EngineName;
  limits: Limits;
}

/** A reply, and how long it took, in milliseconds. */
export interface Answer {
  /** As JSON: objects that lie deep in each other, as a syntax tree's do, no message can carry. */
  reply: string;
  took: number;
}

export type ToWorker =
  /** The first message: what the worker runs. */
  { kind: 'start'; module: WebAssembly.Module } | { kind: 'question'; id: number; question: Question };

export type ToPage =
  /** What a program has printed since the last of these. */
  | { kind: 'output'; id: number; text: string }
  | ({ kind: 'answer'; id: number } & Answer)
  /** The question could not be answered; a program that fails is an answer. */
  | { kind: 'failure'; id: number; code: string; message: string };
