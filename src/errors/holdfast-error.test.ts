import { describe, expect, it } from 'vitest';
import { HoldfastError, isHoldfastError } from '../index.ts';

describe('a HoldfastError', () => {
  it('is known across copies of the package', async () => {
    const specifier = './holdfast-error.ts?another-copy';
    const copy: typeof import('./holdfast-error.ts') = await import(specifier);
    const error = new copy.HoldfastError({ code: 'network', message: 'gone' });

    expect(error).not.toBeInstanceOf(HoldfastError);
    expect(isHoldfastError(error)).toBe(true);
  });

  it.each([null, undefined, 'HoldfastError', 7, new Error('other'), { code: 'network' }])(
    'is not mistaken for %s',
    (value) => {
      expect(isHoldfastError(value)).toBe(false);
    },
  );

  it('carries what a caller decides by', () => {
    const cause = new Error('socket hang up');
    const error = new HoldfastError({
      code: 'network',
      message: 'm',
      cause,
      attempts: 3,
      retryAfterMs: 2_000,
    });

    expect(error).toMatchObject({
      name: 'HoldfastError',
      code: 'network',
      cause,
      attempts: 3,
      isRetryable: true,
      retryAfterMs: 2_000,
    });
    expect(error.userMessage).toMatch(/^[A-Z].*\.$/);
  });

  it('has no retryAfterMs where the service asked for nothing', () => {
    expect('retryAfterMs' in new HoldfastError({ code: 'network', message: 'm' })).toBe(false);
  });

  it.each(['https-required', 'redirect', 'options'] as const)(
    'does not pass by itself if it is %s',
    (code) => {
      expect(new HoldfastError({ code, message: 'm' }).isRetryable).toBe(false);
    },
  );
});
