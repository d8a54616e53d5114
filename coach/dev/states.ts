import { applyEdits, type Tree } from '../judge/tree.ts';
import { topicOf } from '../kata/topic-of.ts';
import type { Broken } from './claim.ts';
import type { Content } from './content.ts';

/**
 * The client before the first step and after every one. Where an edit does not apply the state before it stands in,
 * and the broken claim says so once.
 */
export function statesOf({ kata, steps, edits, before, field }: Content): {
  states: Tree[];
  broken: Broken[];
} {
  // Where the success statement is all that is given, nobody can say in which states a client is on the way.
  const states = [kata.help === 'success' ? field.solution : before];
  const broken: Broken[] = [];
  const file = `solutions/${kata.slug}/steps.ts`;
  let state = before;
  for (const step of steps) {
    const key = topicOf(step);
    try {
      const stepEdits = edits[key];
      if (stepEdits === undefined) throw new Error('there is no entry for it');
      state = applyEdits(state, stepEdits);
    } catch (error) {
      broken.push({
        claim: 'overlays',
        file,
        what: `step "${key}": ${error instanceof Error ? error.message : error}`,
        cure: 'Give the edits that take the solution from the step before to this one.',
      });
    }
    states.push(state);
  }
  for (const key of Object.keys(edits)) {
    if (!steps.some((step) => topicOf(step) === key))
      broken.push({
        claim: 'overlays',
        file,
        what: `edits for "${key}", and no step is called so`,
        cure: 'Remove them, or name the step in steps/index.ts.',
      });
  }
  return { states, broken };
}
