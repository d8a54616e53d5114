import { describe, expect, it } from 'vitest';
import type { HoldfastErrorCode } from '../errors/holdfast-error.ts';
import type { Matter } from './explanation.ts';
import { findInCode, findInName, findInStatus, STATUS_OF } from './machine.ts';

describe('what is found in a code', () => {
  it.each<[HoldfastErrorCode, Matter, Matter]>([
    // The code, what it is if it may pass, and what it is if not.
    ['circuit-open', 'unavailable', 'unavailable'],
    ['down', 'unavailable', 'broken'],
    ['network', 'unavailable', 'broken'],
    ['refused', 'unavailable', 'broken'],
    ['timeout', 'slow', 'slow'],
    ['deadline', 'slow', 'slow'],
    ['https-required', 'ours', 'ours'],
    ['redirect', 'broken', 'broken'],
    ['options', 'ours', 'ours'],
  ])('%s', (code, passing, lasting) => {
    expect(findInCode(code, true)).toEqual({ matter: passing, mayPass: true });
    expect(findInCode(code, false)).toEqual({ matter: lasting, mayPass: code === 'circuit-open' });
  });

  it.each(['of-another-version', 'toString'])('%s, which is not known', (code) => {
    // It came from elsewhere, whatever the types say.
    const unknown = code as HoldfastErrorCode;
    expect(findInCode(unknown, true)).toEqual({ matter: 'unavailable', mayPass: true });
    expect(findInCode(unknown, false)).toEqual({ matter: 'ours', mayPass: false });
  });
});

describe('what is found in a status', () => {
  it.each<[readonly number[], Matter, boolean]>([
    [[404, 410], 'not-found', false],
    [[429, 503], 'unavailable', true],
    [[408, 504], 'slow', true],
    [[500, 502], 'broken', true],
    [[501, 505, 599], 'broken', false],
    [[200, 302, 400, 401, 403, 409, 422, 499], 'ours', false],
  ])('%j', (statuses, matter, mayPass) => {
    expect(statuses.map(findInStatus)).toEqual(statuses.map(() => ({ matter, mayPass })));
  });
});

describe('what is found in the name of an error', () => {
  it.each<[unknown, Matter, boolean]>([
    ['AbortError', 'aborted', false],
    ['TimeoutError', 'slow', true],
    ['TypeError', 'ours', false],
    [undefined, 'ours', false],
  ])('%s', (name, matter, mayPass) => {
    expect(findInName(name)).toEqual({ matter, mayPass });
  });
});

it('each matter has a status to answer with', () => {
  expect(STATUS_OF).toEqual({
    unavailable: 503,
    slow: 504,
    broken: 502,
    ours: 500,
    'not-found': 404,
    aborted: 499,
  });
});
