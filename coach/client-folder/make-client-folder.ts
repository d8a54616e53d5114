import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { placeFile } from './place-file.ts';

/**
 * Makes the learner's folder where something of it is missing, and says whether it made the client itself. A file that
 * is there is never touched.
 */
export function makeClientFolder(client: string, workbook: string): { created: boolean } {
  const created = !existsSync(join(client, 'src'));
  for (const folder of ['src', 'throwaway', 'lasting', '.coach'])
    mkdirSync(join(client, folder), { recursive: true });
  for (const [file, text] of Object.entries(filesMade(client, workbook)))
    writeIfMissing(join(client, file), text);
  if (created) copyMissing(join(workbook, 'katas', '01-first-red', 'start'), client);
  return { created };
}

/** Copies a file or folder of the workbook into the client, leaving every file that is there as it is. */
export function copyMissing(from: string, to: string): void {
  if (!existsSync(from)) return;
  if (statSync(from).isDirectory())
    for (const name of readdirSync(from)) copyMissing(join(from, name), join(to, name));
  else if (!existsSync(to)) placeFile(to, { file: from });
}

function writeIfMissing(file: string, text: string): void {
  if (!existsSync(file)) placeFile(file, { text });
}

/** The files of a client that are none of the learner’s, as they are made. */
export function filesMade(client: string, workbook: string): Record<string, string> {
  const plugin = relative(client, join(workbook, 'coach', 'run', 'my-client-plugin.ts')).replaceAll(
    '\\',
    '/',
  );
  return {
    'package.json': `${JSON.stringify(
      {
        name: 'my-client',
        version: '0.1.0',
        private: true,
        type: 'module',
        exports: { '.': './src/index.ts' },
      },
      undefined,
      2,
    )}\n`,
    'tsconfig.json': `${JSON.stringify(
      {
        compilerOptions: {
          target: 'es2023',
          lib: ['es2023'],
          types: ['node'],
          module: 'nodenext',
          allowImportingTsExtensions: true,
          strict: true,
          noEmit: true,
          skipLibCheck: true,
        },
        include: ['src', 'throwaway', 'lasting'],
      },
      undefined,
      2,
    )}\n`,
    'vitest.config.ts': `// For editors and for a plain "npx vitest" in this folder. The coach does not read it.
import { defineConfig } from 'vitest/config';
import { myClient } from '${plugin}';

export default defineConfig({
  plugins: [myClient(import.meta.dirname)],
  test: { include: ['{throwaway,lasting}/**/*.test.{ts,js}'], setupFiles: ['remote-world/setup'] },
});
`,
    '.coach/.gitignore':
      '# The journal is yours to commit. Snapshots are copies; they stay here.\nsnapshots/\nprobe/\nface.ts\ntsconfig.json\nseat.json\njournal.html\njournal.html.new\n',
  };
}
