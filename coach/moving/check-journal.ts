import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseJournal } from '../journal/journal.ts';
import type { Check } from '../preflight/preflight.ts';

/** Whether the journal can be read, and how much of it. */
export function checkJournal(client: string): Check {
  const name = 'journal';
  const file = join(client, '.coach', 'journal.jsonl');
  if (!existsSync(file)) return { name, ok: true, says: 'not begun yet' };
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return {
      name,
      ok: false,
      says: `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      cure: 'Give yourself access to it, or move it away: the coach then begins a new one.',
    };
  }
  const lines = text.split('\n').filter((line) => line.trim() !== '').length;
  const passedOver = lines - parseJournal(text).length;
  if (passedOver === 0) return { name, ok: true, says: counted(lines) };
  return {
    name,
    ok: true,
    mark: '!',
    says: `${counted(lines)}, ${passedOver} of them passed over: torn by a crash, or not the coach's`,
  };
}

function counted(lines: number): string {
  return lines === 1 ? '1 line' : `${lines} lines`;
}
