import { dirname, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vitest/config';
import { slashed } from '../client-folder/path-from.ts';
import type { Sheet } from './sheet.ts';

const inWorker = slashed(fileURLToPath(new URL('in-worker.ts', import.meta.url)));
const root = dirname(dirname(dirname(inWorker)));

/**
 * Serves every module of a sheet from memory. A test file is a generated module that imports the file itself once per
 * variant, under a query that is handed on through all that it imports: `client.test.ts?variant=right%3Asolution`. So
 * all variants live side by side in one worker, each with modules of its own.
 */
export function variantsPlugin(clientFolder: string, sheet: () => Sheet): Plugin {
  const folder = slashed(clientFolder);

  /** The id, where it is one of ours. Vite also asks by the path from its root, and looks for a file of that name. */
  function served(id: string): string | undefined {
    const parts = partsOf(id, folder);
    return parts === undefined || textOfParts(parts) === undefined ? undefined : id;
  }

  function textOfParts({ file, variant }: Parts): string | undefined {
    return variant === undefined ? generate(folder, file, sheet()) : textOf(sheet(), file, variant);
  }

  return {
    name: 'holdfast-variants',
    enforce: 'pre',
    async resolveId(source, importer, options) {
      const from = importer === undefined ? undefined : partsOf(importer, folder);
      if (from?.variant === undefined) return served(source) ?? served(folder + source) ?? null;
      if (source === 'my-client') return idOf(folder, 'src/index.ts', from.variant);
      if (!source.startsWith('.')) {
        // The learner's folder may be anywhere; what its tests import is installed here.
        return (
          (await this.resolve(source, importer, options)) ??
          (await this.resolve(source, `${root}/package.json`, options))
        );
      }
      const file = posix.join(posix.dirname(from.file), source);
      const found = spellings(file).find((spelling) => textOf(sheet(), spelling, from.variant) !== undefined);
      if (found === undefined) throw new Error(`Cannot find module "${source}" imported from ${from.file}`);
      return idOf(folder, found, from.variant);
    },
    load(id) {
      const parts = partsOf(id, folder);
      if (parts === undefined) return null;
      return textOfParts(parts) ?? null;
    },
  };
}

/** The module that Vitest takes for the test file. */
function generate(folder: string, file: string, { rounds }: Sheet): string | undefined {
  const round = rounds.find((round) => round.file === file);
  if (round === undefined) return undefined;
  const calls = round.variants.map((variant) => {
    const [client, tests] = [idOf(folder, 'src/index.ts', variant), idOf(folder, file, variant)];
    return `judge(${JSON.stringify(variant)}, () => import(${JSON.stringify(client)}), () => import(${JSON.stringify(tests)}));\n`;
  });
  return `import { judge } from ${JSON.stringify(inWorker)};\n${calls.join('')}`;
}

/** The modules of a sheet, by the id under which Vite knows them. */
export function modulesOf(sheet: Sheet, clientFolder: string): Map<string, string> {
  const folder = slashed(clientFolder);
  const modules = new Map<string, string>();
  for (const [variant, sources] of Object.entries(sheet.variants)) {
    for (const [file, text] of Object.entries(sources))
      modules.set(idOf(folder, `src/${file}`, variant), text);
    for (const [file, text] of Object.entries(sheet.tests)) modules.set(idOf(folder, file, variant), text);
  }
  for (const { file } of sheet.rounds) modules.set(`${folder}/${file}`, generate(folder, file, sheet) ?? '');
  return modules;
}

function textOf({ variants, tests }: Sheet, file: string, variant: string | undefined): string | undefined {
  if (variant === undefined) return undefined;
  return file.startsWith('src/') ? variants[variant]?.[file.slice('src/'.length)] : tests[file];
}

/** A path as written, and as TypeScript understands it: `.js` means the `.ts` file. */
function spellings(file: string): string[] {
  return [file, file.replace(/\.(m?)js$/, '.$1ts')];
}

function idOf(folder: string, file: string, variant: string): string {
  return `${folder}/${file}?variant=${encodeURIComponent(variant)}`;
}

type Parts = { file: string; variant: string | undefined };

/** Path from the client's folder and variant of an id; nothing for modules that belong to no client. */
function partsOf(id: string, folder: string): Parts | undefined {
  const [path = '', query] = id.split('?', 2);
  if (!path.startsWith(`${folder}/`)) return undefined;
  const file = path.slice(folder.length + 1);
  const variant = new URLSearchParams(query).get('variant') ?? undefined;
  const isOurs = variant !== undefined || /^(?:lasting|throwaway)\/.*\.test\.[cm]?[jt]sx?$/.test(file);
  return isOurs ? { file, variant } : undefined;
}
