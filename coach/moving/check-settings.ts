import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { filesMade } from '../client-folder/make-client-folder.ts';
import type { Check } from '../preflight/preflight.ts';
import { differences } from './differences.ts';

const name = 'settings';

/**
 * Whether the client's own settings are as the coach makes them. They are the learner's to change; where something does
 * not work any more, it helps to know that they were.
 */
export function checkSettings(client: string, workbook: string): Check[] {
  const made = filesMade(client, workbook);
  return ['package.json', 'tsconfig.json'].map((file) =>
    checkFile(join(client, file), file, made[file] ?? '{}'),
  );
}

function checkFile(path: string, file: string, made: string): Check {
  if (!existsSync(path)) return { name, ok: true, says: `${file} is not there; the next command makes it` };
  const { config, error } = ts.parseConfigFileTextToJson(path, readFileSync(path, 'utf8'));
  if (error !== undefined || typeof config !== 'object' || config === null)
    return {
      name,
      ok: false,
      says: `${file} cannot be read${error === undefined ? '' : `: ${ts.flattenDiagnosticMessageText(error.messageText, ' ')}`}`,
      cure: 'Mend it, or move it away: the coach then makes a new one.',
    };
  const found = differences(JSON.parse(made), config);
  if (found.length === 0) return { name, ok: true, says: `${file} is as the coach makes it` };
  return { name, ok: true, mark: '!', says: `${file} is not as the coach makes it: ${found.join('; ')}` };
}
