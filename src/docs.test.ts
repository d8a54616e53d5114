import { readdirSync, readFileSync } from 'node:fs';
import { format } from 'node:util';
import { describe, expect, it } from 'vitest';
import * as holdfast from './index.ts';
import * as server from './server/index.ts';

const pages = new URL('../docs/library/', import.meta.url);

const entries = { holdfast, 'holdfast/server': server };

type Program = (library: typeof entries, output: Pick<Console, 'log'>) => Promise<void>;

/** The example of a page, ready to run, and what the page says it prints. */
function exampleOf(page: string): { run: Program; printed: string } {
  const text = readFileSync(new URL(page, pages), 'utf8');
  const [, imports = '', code = '', printed = ''] =
    /```ts\n((?:import \{.*\} from 'holdfast.*';\n)+)([\s\S]*?)```\n[\s\S]*?```text\n([\s\S]*?)```/.exec(
      text,
    ) ?? [];
  const constants = imports.replaceAll(/import (\{.*\}) from ('.*');/g, 'const $1 = library[$2];');
  const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
  return { run: AsyncFunction('library', 'console', `${constants}${code}`), printed };
}

describe('the documentation', () => {
  const names = readdirSync(pages).filter((name) => name.endsWith('.md'));

  it.each(names)('%s has an example that prints what it says', async (page) => {
    const { run, printed } = exampleOf(page);
    const lines: string[] = [];
    await run(entries, { log: (...values) => void lines.push(`${format(...values)}\n`) });

    expect(printed).not.toBe('');
    expect(lines.join('')).toBe(printed);
  });

  it.each(names)('%s links to pages that are there', (page) => {
    const text = readFileSync(new URL(page, pages), 'utf8');
    for (const [, target = ''] of text.matchAll(/\]\(([\w-]+\.md)\)/g)) expect(names).toContain(target);
  });
});
