// For tests: a workbook of three katas, small enough to be read beside the test that uses it, and a learner in the first.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type EventBody, Journal } from '../journal/journal.ts';
import type { Kata, TestStep } from '../kata/kata.ts';
import { Session } from '../session/session.ts';
import { temporaryFolder } from '../test-support/temporary-folder.ts';

export const stub = 'export const up = undefined;\n';

export const solved = {
  first: { 'index.ts': "export const up = 'one';\n" },
  second: { 'index.ts': "export { up } from './up.ts';\n", 'up.ts': "export const up = 'two';\n" },
};

const files = {
  'katas/01-one/start/src/index.ts': stub,
  'katas/01-one/steps/a.test.ts': '// a\n',
  'solutions/01-one/src/index.ts': solved.first['index.ts'],
  'solutions/02-two/src/index.ts': solved.second['index.ts'],
  'solutions/02-two/src/up.ts': solved.second['up.ts'],
  'solutions/02-two/lasting/up.test.ts': '// stays up\n',
  'solutions/03-three/src/extra.ts': "import { up } from './up.ts';\nexport const extra = up;\n",
};

/** A learner who has just opened the workbook. */
export function sitDown() {
  const workbook = temporaryFolder();
  const client = temporaryFolder();
  writeFiles(workbook, files);
  const katas = [
    kata(workbook, '01-one', { help: 'replay', steps: [step('a.test.ts')] }),
    kata(workbook, '02-two', { curates: true }),
    kata(workbook, '03-three', {}),
    kata(workbook, '04-four', {}),
  ];
  // As the next command would find it.
  const open = () => new Session({ client, workbook }, katas);
  const session = open();
  session.begin();
  return { workbook, client, katas, session, open };
}

/** Puts an event into the journal behind the back of a session. */
export function writeDown(client: string, event: EventBody): void {
  new Journal(join(client, '.coach', 'journal.jsonl')).append(event);
}

export function writeFiles(folder: string, texts: Record<string, string>): void {
  for (const [file, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
}

function kata(workbook: string, slug: string, more: Partial<Kata>): Kata {
  return {
    id: slug.slice(0, 2),
    slug,
    folder: join(workbook, 'katas', slug),
    title: slug.slice(3),
    minutes: 10,
    help: 'given',
    success: 'It is up.',
    idea: 'Up.',
    text: '',
    steps: [],
    curates: false,
    ...more,
  };
}

function step(test: string): TestStep {
  return { kind: 'test', test, title: test, purpose: test, hints: { question: '', pointer: '' } };
}
