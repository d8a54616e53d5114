import { readdirSync, readFileSync } from 'node:fs';
import { format } from 'node:util';
import { describe, expect, it } from 'vitest';
import { hasTest } from './test-support/has-test.ts';

const pages = new URL('../docs/library/', import.meta.url);

type Program = (load: (name: string) => Promise<unknown>, output: Pick<Console, 'log'>) => Promise<void>;

/** The example of a page, ready to run, and what the page says it prints. */
function exampleOf(page: string): { run: Program; printed: string } {
  const text = readFileSync(new URL(page, pages), 'utf8');
  const [, code = '', printed = ''] =
    /```ts\n(import \{.*\} from 'holdfast[\s\S]*?)```\n[\s\S]*?```text\n([\s\S]*?)```/.exec(text) ?? [];
  const body = code.replace(/^import (\{.*\}) from ('.*');$/gm, 'const $1 = await load($2);');
  const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
  return { run: AsyncFunction('load', 'console', body), printed };
}

/** The library's entry points are those of `src`; anything else is a package. */
function load(name: string): Promise<unknown> {
  const [library, entry = '.'] = name.split('/');
  return import(library === 'holdfast' ? `./${entry}/index.ts` : name);
}

describe('the documentation', () => {
  const names = readdirSync(pages).filter((name) => name.endsWith('.md'));

  it.each(names)('%s has an example that prints what it says', async (page) => {
    const { run, printed } = exampleOf(page);
    const lines: string[] = [];
    await run(load, { log: (...values) => void lines.push(`${format(...values)}\n`) });

    expect(printed).not.toBe('');
    expect(lines.join('')).toBe(printed);
  });

  it.each(names)('%s links to pages that are there', (page) => {
    const text = readFileSync(new URL(page, pages), 'utf8');
    for (const [, target = ''] of text.matchAll(/\]\(([\w-]+\.md)\)/g)) expect(names).toContain(target);
  });

  it.each(['compared.md', 'traps.md'])('%s names a test in each row, and all of them are there', (page) => {
    const text = readFileSync(new URL(page, pages), 'utf8');
    const rows = text.match(/^\|( [^|]* \|){4}$/gm) ?? [];
    const claims = rows.filter((row) => !row.startsWith('| | ') && !row.startsWith('| trap '));
    expect(claims.length).toBeGreaterThan(20);
    for (const claim of claims) {
      const tests = [...claim.matchAll(/\]\(\.\.\/\.\.\/(\S+)\): (.+?)(?=<br>| \|)/g)];
      expect(tests, claim).not.toHaveLength(0);
      for (const [, file = '', name = ''] of tests)
        expect(hasTest(file, name), `${file}: ${name}`).toBe(true);
    }
  });

  it('of the API is built from all entry points of the package', () => {
    const read = (name: string) => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));
    const exported: string[] = Object.keys(read('package.json').exports);
    const entries = exported.filter((name) => name !== './package.json');
    const files = entries.map((name) => `src/${name === '.' ? '' : name.replace('./', '')}/index.ts`);
    expect(read('typedoc.json').entryPoints).toEqual(files.map((file) => file.replace('//', '/')));
  });
});
