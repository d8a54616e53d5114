import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** A program as it is shipped to a runtime that is not Node. */
export interface Bundle {
  readonly code: string;
  /** Of modules that are not in the bundle. */
  readonly imports: readonly string[];
  readonly bytes: number;
  readonly gzippedBytes: number;
}

/** Bundles what `code` exports, as the global `holdfast`, and minifies it. `code` imports from './index.ts'. */
export async function bundle(code: string): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: new URL('..', import.meta.url).pathname, loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'iife',
    globalName: 'holdfast',
    target: 'es2022',
    platform: 'neutral',
    external: ['node:*'],
    metafile: true,
    write: false,
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error('esbuild wrote no bundle.');
  return {
    code: file.text,
    imports: Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path)),
    bytes: file.contents.byteLength,
    gzippedBytes: gzipSync(file.contents).byteLength,
  };
}
