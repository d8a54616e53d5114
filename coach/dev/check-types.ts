import { join, relative } from 'node:path';
import ts from 'typescript';
import { slashed } from '../client-folder/path-from.ts';
import type { Tree } from '../judge/tree.ts';
import { topicOf } from '../kata/topic-of.ts';
import type { Broken } from './claim.ts';
import type { Content } from './content.ts';
import { authoredFile, isTested, provedFile } from './step-test.ts';

/** One state of one client as the compiler sees it: files that stand nowhere but in memory. */
type Place = {
  /** Virtual folder; `my-client` means its `src/index.ts`. */
  folder: string;
  files: ReadonlyMap<string, string>;
  /** The file an author has to open for an error in one of the virtual files. */
  authored(file: string): string;
};

/** The strictness a learner's editor has, so that nothing given to them shows an error there. */
const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2023.d.ts'],
  types: ['node'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  allowImportingTsExtensions: true,
  strict: true,
  noEmit: true,
  skipLibCheck: true,
};

/**
 * Type-checks every state of the solution, every other way, the library's face and all tests of a kata in one program.
 * Files of the disk are read and parsed once for all katas.
 */
export class TypeChecker {
  readonly #workbook: string;
  readonly #onDisk = new Map<string, ts.SourceFile | undefined>();

  constructor(workbook: string) {
    this.#workbook = slashed(workbook);
  }

  check(content: Content, states: readonly Tree[]): Broken[] {
    const places = this.#places(content, states);
    const files = new Map(
      places.flatMap((place) => [...place.files].map(([file, text]) => [`${place.folder}/${file}`, text])),
    );
    const program = ts.createProgram({
      rootNames: [...files.keys()],
      options,
      host: this.#host(files, places),
    });
    const broken: Broken[] = [];
    for (const file of files.keys()) {
      const source = program.getSourceFile(file);
      if (source === undefined) continue;
      const errors = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
      const place = places.find(({ folder }) => file.startsWith(`${folder}/`));
      for (const error of errors) {
        const line =
          error.start === undefined ? 0 : source.getLineAndCharacterOfPosition(error.start).line + 1;
        const name = place === undefined ? file : file.slice(place.folder.length + 1);
        broken.push({
          claim: 'types',
          file: place?.authored(name) ?? file,
          what: `${name}:${line}: ${ts.flattenDiagnosticMessageText(error.messageText, ' ').slice(0, 300)}`,
          cure: 'Mend the type; a learner reads this in the editor.',
        });
      }
    }
    return broken;
  }

  #places({ kata, steps, field, stepTests, lasting }: Content, states: readonly Tree[]): Place[] {
    const root = `${this.#workbook}/solutions/${kata.slug}/.types`;
    const solution = `solutions/${kata.slug}`;
    const face = (folder: string, client = 'my-client') => {
      const contract = slashed(relative(folder, join(kata.folder, 'contract.d.ts')));
      return `import * as client from '${client}';\nimport type * as contract from '${contract}';\nclient satisfies typeof contract;\n`;
    };
    const src = (tree: Tree): [string, string][] => [...tree].map(([file, text]) => [`src/${file}`, text]);
    const places: Place[] = states.map((state, index) => {
      const step = steps[index - 1];
      const after = step === undefined ? 'before the first step' : `after step "${topicOf(step)}"`;
      return {
        folder: `${root}/state-${index}`,
        files: new Map(src(state)),
        authored: () => `${solution}/steps.ts (${after})`,
      };
    });
    const whole = `${root}/solution`;
    places.push({
      folder: whole,
      files: new Map([...src(field.solution), ...stepTests, ...lasting, ['face.ts', face(whole)]]),
      authored(file) {
        if (file === 'face.ts') return `${solution}/src, held against katas/${kata.slug}/contract.d.ts`;
        const step = steps.filter(isTested).find((step) => provedFile(kata, step) === file);
        if (step !== undefined) return authoredFile(kata, step);
        return `${solution}/${file}`;
      },
    });
    for (const [name, way] of field.otherWays) {
      const folder = `${root}/other-ways/${name}`;
      places.push({
        folder,
        files: new Map([...src(field.solution), ...src(way), ['face.ts', face(folder)]]),
        authored: () => `${solution}/other-ways/${name}`,
      });
    }
    if (field.library !== undefined) {
      const folder = `${root}/library`;
      const adapter = slashed(relative(folder, field.library));
      places.push({
        folder,
        files: new Map([['face.ts', face(folder, adapter)]]),
        authored: () => `katas/library-adapter.ts, held against katas/${kata.slug}/contract.d.ts`,
      });
    }
    return places;
  }

  #host(files: ReadonlyMap<string, string>, places: readonly Place[]): ts.CompilerHost {
    const disk = ts.createCompilerHost(options);
    // The workbook's package.json says that its files are modules; a virtual file is held to the same.
    const source = (path: string, text: string) =>
      ts.createSourceFile(path, text, {
        languageVersion: ts.ScriptTarget.ES2023,
        impliedNodeFormat: ts.ModuleKind.ESNext,
      });
    const fileExists = (path: string) => files.has(path) || disk.fileExists(path);
    const readFile = (path: string) => files.get(path) ?? disk.readFile(path);
    const host: ts.CompilerHost = {
      ...disk,
      fileExists,
      readFile,
      directoryExists: (path) =>
        [...files.keys()].some((file) => file.startsWith(`${path}/`)) ||
        (disk.directoryExists?.(path) ?? true),
      getSourceFile: (path, version) => {
        const text = files.get(path);
        if (text !== undefined) return source(path, text);
        if (!this.#onDisk.has(path)) this.#onDisk.set(path, disk.getSourceFile(path, version));
        return this.#onDisk.get(path);
      },
      resolveModuleNameLiterals: (literals, containing, redirected, compilerOptions, importing) =>
        literals.map((literal) => {
          const { text } = literal;
          const place =
            text === 'my-client'
              ? places.find(({ folder }) => containing.startsWith(`${folder}/`))
              : undefined;
          if (place !== undefined)
            return {
              resolvedModule: {
                resolvedFileName: `${place.folder}/src/index.ts`,
                extension: ts.Extension.Ts,
              },
            };
          return ts.resolveModuleName(
            text,
            containing,
            compilerOptions,
            host,
            this.#resolutions,
            redirected,
            ts.getModeForUsageLocation(importing, literal, compilerOptions),
          );
        }),
    };
    return host;
  }

  readonly #resolutions = ts.createModuleResolutionCache(process.cwd(), (name) => name, options);
}
