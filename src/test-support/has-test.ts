import { existsSync, readFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);

/**
 * Whether a test file, named from the root of the repository, has a test of that name. A name may begin with those of
 * its `describe` blocks, each followed by ` > `, as Vitest prints it.
 */
export function hasTest(file: string, name: string): boolean {
  const path = new URL(file, root);
  if (!existsSync(path)) return false;
  const text = readFileSync(path, 'utf8');
  let from = 0;
  for (const part of name.split(' > ')) {
    const at = text.slice(from).search(new RegExp(`\\(\\s*(['"\`])${escaped(part)}\\1`));
    if (at === -1) return false;
    from += at + 1;
  }
  return true;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
