import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprintOf } from '../fingerprints/fingerprint-of.ts';
import type { RunEvent } from '../journal/event.ts';
import type { RecordedFailure, RecordedTest } from '../journal/recorded.ts';
import { type Failure, lightOf } from '../lights/light-of.ts';
import type { ErrorRecord, RunRecord } from '../run/record.ts';
import { hashFor } from '../trust/hash-for.ts';
import { testHashes } from '../trust/test-hashes.ts';

type Circumstances = {
  client: string;
  source: string;
  misnamed: string[];
  /** The light is that of the lasting tests; throwaway tests run beside them. */
  lastingOnly: boolean;
};

/** Turns what a run showed into the line the journal keeps. */
export function recordRun(
  record: RunRecord,
  { client, source, misnamed, lastingOnly }: Circumstances,
): RunEvent {
  const verdict = lightOf(lastingOnly ? onlyLasting(record) : record);
  return {
    type: 'run',
    light: verdict.light,
    executed: verdict.executed,
    passed: verdict.passed,
    failed: verdict.failed,
    skipped: verdict.skipped,
    ms: Math.round(record.durationMs),
    source,
    ...(verdict.focus !== undefined && { focus: verdict.focus }),
    ...(misnamed.length > 0 && { misnamed }),
    ...(record.output.trim() !== '' && { output: record.output }),
    tests: recordTests(record, client),
    failures: verdict.failures.map((failure) => recordFailure(failure, readerOf(client))),
  };
}

function onlyLasting(record: RunRecord): RunRecord {
  const isLasting = ({ file }: { file: string }) => file.startsWith('lasting/');
  const isOfThrowaway = ({ frames }: ErrorRecord) => frames.some(({ file }) => file.startsWith('throwaway/'));
  return {
    ...record,
    files: record.files.filter(isLasting),
    tests: record.tests.filter(isLasting),
    unhandled: record.unhandled.filter((error) => !isOfThrowaway(error)),
  };
}

function recordTests(record: RunRecord, client: string): RecordedTest[] {
  const read = readerOf(client);
  const hashes = new Map(
    record.files.map(({ file }) => [file, testHashes(read(file) ?? '', file, read)] as const),
  );
  return record.tests.map(({ file, name, state }) => ({
    file,
    name,
    state,
    hash: hashFor(name, hashes.get(file) ?? []),
  }));
}

type Read = (file: string) => string | undefined;

function readerOf(client: string): Read {
  return (file) => {
    try {
      return readFileSync(join(client, file), 'utf8');
    } catch {
      return undefined;
    }
  };
}

/** A longer one helps nobody, and is kept for ever. */
const longestDiff = 30;

function positionOf({ file, line, column }: { file: string; line: number; column: number }): string {
  return `${file}:${line}:${column}`;
}

function recordFailure(failure: Failure, read: Read): RecordedFailure {
  const { file, test, light, kind, message, compared, error, where } = failure;
  const fingerprint = fingerprintOf(failure);
  const code = where && read(where.file)?.split(/\r?\n/)[where.line - 1]?.trim();
  const testLine = error?.frames.find((frame) => frame.file === file)?.line;
  const at = where && positionOf(where);
  const root = error?.root && { at: positionOf(error.root.frame), says: error.root.says };
  const diff = error?.diff?.split('\n').slice(0, longestDiff);
  return {
    file,
    light,
    kind,
    message,
    fingerprint: fingerprint.id,
    gist: fingerprint.gist,
    ...(test !== undefined && { test }),
    ...(compared?.expected !== undefined && { expected: compared.expected }),
    ...(compared?.actual !== undefined && { actual: compared.actual }),
    ...(at !== undefined && { where: at }),
    ...(root !== undefined && root.at !== at && { root }),
    ...(code !== undefined && { code }),
    ...(testLine !== undefined && { testLine }),
    ...(diff !== undefined && diff.length > 6 && { diff: diff.join('\n') }),
  };
}
