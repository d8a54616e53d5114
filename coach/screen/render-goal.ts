import type { Paint } from './paint.ts';
import type { View } from './view.ts';

/** Beat one: what success is, in one sentence that can turn out false; the time-box; the one idea. */
export function renderGoal({ kata }: View, paint: Paint): string {
  return [
    labelled('Success', kata.success, paint),
    labelled('Idea', kata.idea, paint),
    labelledPath('Read', `katas/${kata.slug}/README.md`, paint),
  ].join('\n');
}

/** `Label    path`, and the path on a line of its own where it would be broken otherwise. */
export function labelledPath(label: string, path: string, paint: Paint): string {
  const isLong = labelColumns + path.length > paint.columns;
  return paint.dim(isLong ? `${label}\n` : label.padEnd(labelColumns)) + paint.path(path);
}

export const labelColumns = 12;

/** `Label    text`, wrapped so that the text keeps its own column. */
export function labelled(label: string, text: string, paint: Paint): string {
  const column = Math.max(labelColumns, label.length + 2);
  return paint.dim(label.padEnd(column)) + paint.wrap(text, ' '.repeat(column)).slice(column);
}
