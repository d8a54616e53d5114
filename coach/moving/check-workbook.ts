import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Check } from '../preflight/preflight.ts';

const run = promisify(execFile);
const folders = ['katas', 'solutions'];
const mostNamed = 3;

/** Whether katas/ and solutions/ are as they came: an edit there is lost with the next version, or in its way. */
export async function checkWorkbook(workbook: string): Promise<Check> {
  const name = 'workbook';
  const known = await git(workbook, ['ls-files', '--', ...folders]);
  if (known === undefined || known.length === 0)
    return { name, ok: true, mark: '.', says: 'not looked at: katas/ and solutions/ are not in git here' };
  const status = await git(workbook, ['status', '--porcelain', '--untracked-files=all', '--', ...folders]);
  const edited = (status ?? []).map((line) => line.slice(3));
  if (edited.length === 0) return { name, ok: true, says: 'katas/ and solutions/ are as they came' };
  const more = edited.length > mostNamed ? ` and ${edited.length - mostNamed} more` : '';
  return {
    name,
    ok: false,
    says: `changed or added: ${edited.slice(0, mostNamed).join(', ')}${more}`,
    cure: 'Your client is in my-client/. "git diff katas solutions" shows the edits, "git restore katas solutions" drops them.',
  };
}

/** Lines of what git prints; `undefined` without git, or where it does not know this folder. */
async function git(folder: string, args: string[]): Promise<string[] | undefined> {
  // A hook's variables would point git at another repository, and a lock would be in the learner's way.
  const inherited = Object.entries(process.env).filter(([key]) => !key.startsWith('GIT_'));
  const env = { ...Object.fromEntries(inherited), GIT_OPTIONAL_LOCKS: '0' };
  try {
    const { stdout } = await run('git', ['-C', folder, ...args], { env, maxBuffer: 64 * 1024 * 1024 });
    return stdout.split('\n').filter((line) => line !== '');
  } catch {
    return undefined;
  }
}
