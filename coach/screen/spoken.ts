import { stripVTControlCharacters } from 'node:util';

/**
 * What of a screen is new, for a terminal where nothing is drawn over and a screen reader speaks every line: blocks that
 * begin otherwise, whole, so that no label is lost, and of the others the lines that the screen before did not have. After
 * a save the light is spoken whole, also where it is the same as before.
 */
export function spoken(before: string, now: string, isNewLight: boolean): string {
  const told = new Set(before.split('\n').map(plain));
  return now
    .split('\n\n')
    .map((block) => {
      if (isNewLight && /^[x+!.] [A-Z]{2}/.test(plain(block))) return block;
      const lines = block.split('\n');
      const isNew = !told.has(plain(lines[0] ?? ''));
      // Half a row of keys would sound as if the others were gone.
      const isKeys = plain(block).startsWith('[') && lines.some((line) => !told.has(plain(line)));
      if (isNew || isKeys) return block.trimEnd();
      return lines.filter((line) => line.trim() !== '' && !told.has(plain(line))).join('\n');
    })
    .filter((block) => block !== '')
    .join('\n\n');
}

function plain(line: string): string {
  return stripVTControlCharacters(line).trimEnd();
}
