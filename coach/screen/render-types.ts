import { count } from './count.ts';
import type { Paint } from './paint.ts';
import { labelled } from './render-goal.ts';

/** Types are a second line: they never change the light. Nothing where there is nothing wrong. */
export function renderTypeErrors(types: string[] | undefined, paint: Paint): string {
  const first = types?.[0];
  if (types === undefined || first === undefined) return '';
  const rest = types.length > 1 ? ' ([w] shows all)' : '';
  return labelled(
    'Types',
    `${count(types.length, 'error')}, which never change the light${rest}: ${first}`,
    paint,
  );
}
