import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** Who sits at a client's folder. */
type Sitter = { pid: number; host: string };

/**
 * Writes down that a coach sits here, and returns how it leaves. It keeps nobody out: two coaches at one folder lose
 * nothing, but each shows its own light. Where it cannot be written, nobody is warned.
 */
export function takeSeat(client: string): () => void {
  if (otherSitter(client) !== undefined) return () => {};
  const mine: Sitter = { pid: process.pid, host: hostname() };
  try {
    mkdirSync(join(client, '.coach'), { recursive: true });
    writeFileSync(seatOf(client), `${JSON.stringify(mine)}\n`);
  } catch {
    return () => {};
  }
  return () => {
    if (sitterAt(client)?.pid === process.pid) rmSync(seatOf(client), { force: true });
  };
}

/** The process of a coach that sits at this folder already. One that was killed does not. */
export function otherSitter(client: string): number | undefined {
  const sitter = sitterAt(client);
  // Of another machine's processes nothing is known.
  if (sitter === undefined || sitter.host !== hostname() || sitter.pid === process.pid) return undefined;
  return isAlive(sitter.pid) ? sitter.pid : undefined;
}

function seatOf(client: string): string {
  return join(client, '.coach', 'seat.json');
}

function sitterAt(client: string): Sitter | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(seatOf(client), 'utf8'));
    return isSitter(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isSitter(value: unknown): value is Sitter {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pid' in value &&
    Number.isInteger(value.pid) &&
    'host' in value &&
    typeof value.host === 'string'
  );
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It is there, and somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
