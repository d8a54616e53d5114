import { pathToFileURL } from 'node:url';
import { beforeEach, expect, test, vi } from 'vitest';
import { linksFor } from './links-for.ts';

const terminal = { isTTY: true };

beforeEach(() => {
  // What the machine that runs the tests happens to say of itself.
  for (const name of ['CI', 'FORCE_HYPERLINK', 'NETLIFY', 'TEAMCITY_VERSION', 'TERM_PROGRAM', 'VTE_VERSION'])
    vi.stubEnv(name, undefined);
  for (const name of ['ACCESSIBLE', 'FORCE_COLOR', 'NO_COLOR', 'WT_SESSION']) vi.stubEnv(name, undefined);
  vi.stubEnv('TERM', 'xterm-256color');
  return () => vi.unstubAllEnvs();
});

test.each([
  { VTE_VERSION: '7600' },
  { TERM: 'xterm-kitty' },
  { TERM_PROGRAM: 'iTerm.app', TERM_PROGRAM_VERSION: '3.5.0' },
  { TERM_PROGRAM: 'WezTerm', TERM_PROGRAM_VERSION: '20240203-110809' },
  { WT_SESSION: '0bd6' },
  { VTE_VERSION: '7600', NO_COLOR: '1' },
  { TERM_PROGRAM: 'vscode', TERM_PROGRAM_VERSION: '1.99.0', FORCE_HYPERLINK: '1' },
])('paths are links where %j', (env) => {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const shown = 'my-client/src/index.ts';
  expect(linksFor(terminal)?.(`${shown}:31:9`)).toBe(pathToFileURL(shown).href);
});

test.each([
  {},
  { TERM: 'dumb', VTE_VERSION: '7600' },
  { TERM: 'dumb', FORCE_HYPERLINK: '1' },
  { ACCESSIBLE: '1', VTE_VERSION: '7600' },
  { ACCESSIBLE: '1', FORCE_HYPERLINK: '1' },
  { TERM_PROGRAM: 'vscode', TERM_PROGRAM_VERSION: '1.99.0' },
  { VTE_VERSION: '7600', FORCE_HYPERLINK: '0' },
])('and text alone where %j', (env) => {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  expect(linksFor(terminal)).toBeUndefined();
});

test('nor is there a link in a file or a pipe', () => {
  vi.stubEnv('FORCE_HYPERLINK', '1');
  expect(linksFor(terminal)).toBeDefined();
  expect(linksFor({})).toBeUndefined();
});
