import { existsSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { Journal } from '../journal/journal.ts';
import { workbookFolder } from '../kata/folders.ts';
import { Screen } from '../test-support/screen.ts';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { watch } from '../watch/watch.ts';

// One sitting for all that may go wrong in one: to start it takes longer than any of it.
test.skipIf(!existsSync('/dev/full'))(
  'a sitting outlives a full disk, files that come and go, and ends with its terminal',
  async () => {
    const client = temporaryFolder();
    const keys = new PassThrough();
    const screen = new Screen();
    const ended = watch({ client, workbook: workbookFolder }, keys, screen);
    onTestFinished(() => void keys.write('q'));
    const source = join(client, 'src', 'index.ts');
    const file = join(client, '.coach', 'journal.jsonl');
    const lights = () =>
      new Journal(file).read().flatMap((event) => (event.type === 'run' ? [event.light] : []));
    const save = (value: string) =>
      writeFileSync(source, readFileSync(source, 'utf8').replace(/return .*;/, `return ${value};`));
    await screen.shows('Kata 1 of');
    keys.write('\r');
    await screen.shows('RED');

    // The disk is full: the light comes all the same.
    renameSync(file, `${file}.kept`);
    symlinkSync('/dev/full', file);
    save('true');
    await screen.shows('GREEN');
    expect(screen.text).toMatch(/The journal cannot be written: the disk is full\. Free some space there\./);

    // There is room again: nothing of it is lost.
    rmSync(file);
    renameSync(`${file}.kept`, file);
    save('false');
    await screen.shows('RED');
    expect(screen.text).not.toContain('cannot be written');
    expect(lights()).toEqual(['red', 'green', 'red']);

    renameSync(source, join(client, 'src', 'client.ts'));
    await screen.shows('AMBER');
    renameSync(join(client, 'src', 'client.ts'), source);
    await screen.shows('RED');

    // All of it goes and comes back, as another branch of git makes it.
    renameSync(join(client, 'src'), join(client, 'away'));
    await screen.shows('AMBER');
    renameSync(join(client, 'away'), join(client, 'src'));
    await screen.shows('RED');
    save('true');
    await screen.shows('GREEN');

    // A window that was made narrow, or says that it has no size at all, is drawn anew, as wide as it is or as usual.
    for (const [columns, widest] of [
      [44, 44],
      [0, 80],
    ] as const) {
      Object.assign(screen, { columns, rows: columns });
      const drawn = screen.shows(() => true);
      screen.emit('resize');
      await drawn;
      expect(screen.text).toContain('GREEN');
      // A path is never wrapped.
      const prose = screen.text.split('\r\n').filter((line) => !line.includes('/'));
      expect(Math.max(...prose.map((line) => line.length))).toBeLessThanOrEqual(widest);
      expect(Math.max(...prose.map((line) => line.length))).toBeGreaterThan(widest / 2);
    }

    screen.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    expect(await ended).toBe(0);
  },
);
