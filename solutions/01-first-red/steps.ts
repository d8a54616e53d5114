import type { StepEdits } from '../../coach/kata/kata.ts';

export const edits: StepEdits = {
  '01-says-yes-to-200.test.ts': [
    {
      file: 'index.ts',
      find: '  return undefined;',
      replace: '  return true;',
    },
  ],
  '02-tells-503-from-204.test.ts': [
    {
      file: 'index.ts',
      find: `export async function isUp(_url: string) {
  return true;
}`,
      replace: `export async function isUp(url: string): Promise<boolean> {
  const response = await fetch(url);
  return response.ok;
}`,
    },
  ],
  '03-says-no-when-nobody-answers.test.ts': [
    {
      file: 'index.ts',
      find: `  const response = await fetch(url);
  return response.ok;`,
      replace: `  try {
    const response = await fetch(url);
    return response.ok;
  } catch {
    return false;
  }`,
    },
  ],
  '04-says-no-to-somebody-else.test.ts': [
    {
      file: 'index.ts',
      find: '    const response = await fetch(url);',
      replace: "    const response = await fetch(url, { redirect: 'manual' });",
    },
  ],
};
