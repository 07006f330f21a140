// What keys do.

/** What can be done by a button. */
export type Action = 'run' | 'stop' | 'step' | 'format' | 'share' | 'first' | 'back' | 'forward' | 'last';

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** The keys of a step, with Alt. */
const steps: Record<string, Action> = { ArrowLeft: 'back', ArrowRight: 'forward', Home: 'first', End: 'last' };

/** The action of a key; undefined is none of the page's, which leaves it to the editor. */
export function keyAction(
  event: Key,
  { running, stepping }: { running: boolean; stepping: boolean },
): Action | undefined {
  const { key, altKey, shiftKey } = event;
  const control = event.ctrlKey || event.metaKey;
  if (running) return key === 'Escape' ? 'stop' : undefined;
  if (key === 'Enter' && control) return shiftKey ? 'step' : 'run';
  if (stepping && altKey && !control && !shiftKey) return steps[key];
  return undefined;
}
