import { expect, test } from 'vitest';
import { canOpen } from './can-open.ts';

const atDesk = { env: { DISPLAY: ':0' }, platform: 'linux', isTerminal: true } as const;

test('a browser opens for somebody at a terminal with a display', () => {
  expect(canOpen(atDesk)).toBe(true);
  expect(canOpen({ ...atDesk, env: { WAYLAND_DISPLAY: 'wayland-0' } })).toBe(true);
  expect(canOpen({ ...atDesk, env: { WSL_DISTRO_NAME: 'Debian' } })).toBe(true);
  expect(canOpen({ ...atDesk, env: {}, platform: 'darwin' })).toBe(true);
  expect(canOpen({ ...atDesk, env: {}, platform: 'win32' })).toBe(true);
});

test('none opens without a display, in a pipe, in CI or from afar', () => {
  expect(canOpen({ ...atDesk, env: {} })).toBe(false);
  expect(canOpen({ ...atDesk, env: { DISPLAY: '' } })).toBe(false);
  expect(canOpen({ ...atDesk, isTerminal: false })).toBe(false);
  expect(canOpen({ ...atDesk, env: { DISPLAY: ':0', CI: 'true' } })).toBe(false);
  expect(canOpen({ ...atDesk, env: { DISPLAY: ':0', SSH_CONNECTION: '10.0.0.1' } })).toBe(false);
});
