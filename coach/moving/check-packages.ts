import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from '../preflight/preflight.ts';

/** Whether the packages that the workbook names are installed, in the versions that it was tested with. */
export function checkPackages(workbook: string): Check {
  const name = 'packages';
  const wanted = readJson(join(workbook, 'package.json'));
  const locked = readJson(join(workbook, 'package-lock.json'));
  const names = Object.keys({ ...recordIn(wanted, 'dependencies'), ...recordIn(wanted, 'devDependencies') });
  const amiss = names.flatMap((dependency) => {
    const lock = recordIn(recordIn(locked, 'packages'), `node_modules/${dependency}`).version;
    const installed = readJson(join(workbook, 'node_modules', dependency, 'package.json'));
    const version = isRecord(installed) ? installed.version : undefined;
    if (version === undefined) return [`${dependency} is missing`];
    return lock === undefined || lock === version ? [] : [`${dependency} is ${version}, not ${lock}`];
  });
  if (amiss.length === 0) return { name, ok: true, says: `${names.length} installed` };
  return { name, ok: false, says: amiss.join(', '), cure: 'Run npm ci.' };
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function recordIn(value: unknown, key: string): Record<string, unknown> {
  const inner = isRecord(value) ? value[key] : undefined;
  return isRecord(inner) ? inner : {};
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
