import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import { workbookFolder } from './folders.ts';
import type { Help, Kata, Step } from './kata.ts';

const helpLevels: readonly string[] = ['replay', 'given', 'titles', 'behaviours', 'success'] satisfies Help[];

/** Every kata of the workbook, in order. Throws, naming file and field, where one cannot be read. */
export async function loadKatas(root = workbookFolder): Promise<Kata[]> {
  const folders = (await readdir(join(root, 'katas'), { withFileTypes: true }))
    .filter((entry) => entry.isDirectory() && /^\d\d-/.test(entry.name))
    .map((entry) => entry.name)
    .sort();
  return Promise.all(folders.map((slug) => loadKata(join(root, 'katas', slug), slug)));
}

async function loadKata(folder: string, slug: string): Promise<Kata> {
  const readme = join(folder, 'README.md');
  const { front, text } = splitFrontMatter(await readFile(readme, 'utf8'), readme);
  const help = field(front, 'help', readme);
  if (!isHelp(help))
    throw new Error(`${readme}: help is "${help}"; it must be one of ${helpLevels.join(', ')}`);
  return {
    id: slug.slice(0, 2),
    slug,
    folder,
    title: field(front, 'title', readme),
    minutes: wholeNumber(front, 'minutes', readme),
    help,
    success: field(front, 'success', readme),
    idea: field(front, 'idea', readme),
    text,
    steps: await loadSteps(folder),
    ...(front.has('lasting') && { mostLasting: wholeNumber(front, 'lasting', readme) }),
    curates: field(front, 'curates', readme, 'false') === 'true',
  };
}

async function loadSteps(folder: string): Promise<Step[]> {
  const index = join(folder, 'steps', 'index.ts');
  if (!existsSync(index)) return [];
  const module: { steps: Step[] } = await import(pathToFileURL(index).href);
  return module.steps;
}

function splitFrontMatter(source: string, file: string) {
  const match = /^---\r?\n([\s\S]*?)\r?\n---\r?\n([\s\S]*)$/.exec(source);
  if (!match)
    throw new Error(`${file}: front matter is missing; start the file with a block between two lines of ---`);
  const front: unknown = parse(match[1] ?? '');
  if (typeof front !== 'object' || front === null)
    throw new Error(`${file}: front matter must be "name: value" lines`);
  return { front: new Map(Object.entries(front)), text: (match[2] ?? '').trim() };
}

function field(front: Map<string, unknown>, name: string, file: string, fallback?: string): string {
  const value = front.get(name) ?? fallback;
  if (value === undefined || value === null) throw new Error(`${file}: front matter lacks "${name}"`);
  return String(value).trim();
}

function wholeNumber(front: Map<string, unknown>, name: string, file: string): number {
  const text = field(front, name, file);
  const number = Number(text);
  if (!Number.isInteger(number)) throw new Error(`${file}: ${name} is "${text}"; it must be a whole number`);
  return number;
}

function isHelp(value: string): value is Help {
  return helpLevels.includes(value);
}
