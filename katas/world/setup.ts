import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest';
import { clearWorld, closeWorld, openWorld } from './open-world.ts';

/** Every test begins at the same moment, so that a failure reads the same in every run. */
const morning = new Date('2026-01-05T08:00:00.000Z');

// Opened at import, before the test file's own imports: a client may keep `fetch` from then on.
openWorld();

beforeAll(openWorld);

beforeEach(() => {
  vi.useFakeTimers({
    now: morning,
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'],
  });
});

afterEach(() => {
  const [first, ...others] = clearWorld();
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  if (first === undefined) return;
  if (others.length > 0) first.message += ` And ${others.length} more.`;
  throw first;
});

afterAll(closeWorld);
