import { appendFileSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { Journal, parseJournal } from './journal.ts';

/** How many bytes the disk takes before it is full. */
const disk = vi.hoisted(() => ({ takes: Number.POSITIVE_INFINITY }));

vi.mock('node:fs', async (importOriginal) => {
  const fs = await importOriginal<typeof import('node:fs')>();
  const writeSync = (descriptor: number, bytes: Buffer): number => {
    if (disk.takes === 0) throw Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' });
    const written = fs.writeSync(descriptor, bytes.subarray(0, disk.takes));
    disk.takes -= written;
    return written;
  };
  return { ...fs, writeSync };
});

afterEach(() => {
  disk.takes = Number.POSITIVE_INFINITY;
});

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

  test('tells of lines that somebody else has written, and of none of its own', () => {
    const file = join(temporaryFolder(), 'journal.jsonl');
    const [mine, other] = [new Journal(file), new Journal(file)];
    mine.append({ type: 'kata', kata: '01' });
    expect(mine.hasNews).toBe(false);

    other.append({ type: 'step', step: 1 });
    expect(mine.hasNews).toBe(true);
    // What is written meanwhile does not hide it.
    mine.append({ type: 'step', step: 2 });
    expect(mine.hasNews).toBe(true);

    expect(mine.read().map((event) => ('step' in event ? event.step : event.type))).toEqual(['kata', 1, 2]);
    expect(mine.hasNews).toBe(false);
  });

  test('what waits for room on the disk is read as well', () => {
    const journal = new Journal(join(temporaryFolder(), 'journal.jsonl'));
    journal.append({ type: 'kata', kata: '01' });
    disk.takes = 0;
    journal.append({ type: 'step', step: 1 });
    expect(journal.read().map(({ type }) => type)).toEqual(['kata', 'step']);
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

  test('a crash in the middle of a letter, or a power cut that left zeros, spoils that line only', () => {
    const journal = new Journal(join(temporaryFolder(), 'journal.jsonl'));
    appendFileSync(journal.file, Buffer.from('{"at":"x","type":"line","text":"ü').subarray(0, -1));
    journal.append({ type: 'step', step: 1 });
    appendFileSync(journal.file, Buffer.alloc(512));
    journal.append({ type: 'step', step: 2 });

    expect(journal.read()).toMatchObject([{ step: 1 }, { step: 2 }]);
  });

  test.skipIf(!existsSync('/dev/full'))(
    'on a full disk says so with the cure, goes on, and writes what waited once there is room',
    () => {
      const journal = new Journal(join(temporaryFolder(), 'journal.jsonl'));
      journal.append({ type: 'step', step: 1 });
      fill(journal.file);

      expect(journal.append({ type: 'step', step: 2 })).toMatchObject({ step: 2 });
      expect(journal.trouble).toMatch(/the disk is full\. Free some space there\. One line waits/);
      journal.append({ type: 'step', step: 3 });
      expect(journal.trouble).toContain('2 lines wait');

      empty(journal.file);
      journal.append({ type: 'step', step: 4 });
      expect(journal.trouble).toBeUndefined();
      expect(journal.read()).toMatchObject([{ step: 1 }, { step: 2 }, { step: 3 }, { step: 4 }]);
    },
  );

  test('a disk that fills up in the middle of a line gets that line again, whole', () => {
    const journal = new Journal(join(temporaryFolder(), 'journal.jsonl'));
    disk.takes = 10;
    journal.append({ type: 'step', step: 1 });
    expect(journal.trouble).toContain('the disk is full');
    expect(readFileSync(journal.file, 'utf8')).toHaveLength(10);

    disk.takes = Number.POSITIVE_INFINITY;
    journal.flush();
    expect(journal.trouble).toBeUndefined();
    expect(journal.read()).toMatchObject([{ step: 1 }]);
  });

  test('two coaches append whole lines', () => {
    const file = join(temporaryFolder(), 'journal.jsonl');
    const coaches = [new Journal(file), new Journal(file)];
    for (let step = 0; step < 20; step += 1) coaches[step % 2]?.append({ type: 'step', step });

    expect(new Journal(file).read()).toHaveLength(20);
  });
});

/** From now on this file is on a disk that is full. */
function fill(file: string): void {
  renameSync(file, `${file}.kept`);
  symlinkSync('/dev/full', file);
}

function empty(file: string): void {
  rmSync(file);
  renameSync(`${file}.kept`, file);
}
