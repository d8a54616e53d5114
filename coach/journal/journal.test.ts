import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { Journal, parseJournal } from './journal.ts';

describe('the journal', () => {
  test('reads back what was appended, in order', () => {
    const journal = new Journal(join(temporaryFolder(), '.coach', 'journal.jsonl'));
    journal.append({ type: 'kata', kata: '01' }, new Date(0));
    journal.append({ type: 'step', step: 1 }, new Date(1000));

    expect(journal.read()).toEqual([
      { at: '1970-01-01T00:00:00.000Z', type: 'kata', kata: '01' },
      { at: '1970-01-01T00:00:01.000Z', type: 'step', step: 1 },
    ]);
  });

  test('is empty where there is no file yet', () => {
    expect(new Journal(join(temporaryFolder(), 'none.jsonl')).read()).toEqual([]);
  });

  test('a line torn by a crash loses itself only, not the next one', () => {
    const journal = new Journal(join(temporaryFolder(), 'journal.jsonl'));
    journal.append({ type: 'kata', kata: '01' });
    appendFileSync(journal.file, '{"at":"2026-01-01T00:00:00.000Z","type":"st');
    journal.append({ type: 'step', step: 2 });

    expect(journal.read().map(({ type }) => type)).toEqual(['kata', 'step']);
  });

  test('never rewrites what is there', () => {
    const journal = new Journal(join(temporaryFolder(), 'journal.jsonl'));
    appendFileSync(journal.file, 'a note somebody typed\n');
    journal.append({ type: 'kata', kata: '01' });

    expect(readFileSync(journal.file, 'utf8')).toMatch(/^a note somebody typed\n\{.*\}\n$/);
  });

  test('passes over lines that are no event: text, lists, objects without a type', () => {
    expect(parseJournal('hello\n[1]\n{"a":1}\nnull\n\n{"at":"x","type":"line","text":"kept"}')).toHaveLength(
      1,
    );
  });
});
