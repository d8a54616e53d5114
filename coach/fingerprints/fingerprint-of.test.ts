import { describe, expect, test } from 'vitest';
import { lightOf } from '../lights/light-of.ts';
import {
  aFile,
  anAssertion,
  anError,
  aRun,
  aTest,
  awaitedInTest,
  inClient,
  inTest,
  unhandled,
} from '../lights/test-records.ts';
import type { ErrorRecord } from '../run/record.ts';
import { type Fingerprint, fingerprintOf } from './fingerprint-of.ts';

type Pair = [why: string, before: Fingerprint, after: Fingerprint];

/** The fingerprint of a failed test, as a run would show it. */
function of(error: ErrorRecord, name = 'retries', file = 'throwaway/retry.test.ts'): Fingerprint {
  const [failure] = lightOf(aRun([aTest({ file, name, state: 'failed', errors: [error] })])).failures;
  if (failure === undefined) throw new Error('Nothing failed.');
  return fingerprintOf(failure);
}

const value = (expected: string, actual: string, parts: Partial<ErrorRecord> = {}) =>
  of(anAssertion({ expected, actual, message: `expected ${actual} to be ${expected}`, ...parts }));
const got = (actual: string) => value('x', actual);
const said = (message: string, matcher = 'toHaveBeenCalledTimes') =>
  of(anAssertion({ message, matcher, expected: undefined, actual: undefined }));
const thrown = (message: string, parts: Partial<ErrorRecord> = {}) =>
  of(anError({ name: 'TypeError', message, frames: [inClient, awaitedInTest], ...parts }));
const through = (name: string, parts = {}) =>
  of(anError({ frames: [{ ...inClient, function: name, ...parts }, awaitedInTest] }));
const inOwnLines = (message: string) => of(anError({ name: 'TypeError', message, frames: [inTest] }));

describe('the same failure', () => {
  test.for<Pair>([
    ['nothing differs', value('true', 'undefined'), value('true', 'undefined')],
    [
      'the assertion moved down a line',
      value('true', 'false'),
      value('true', 'false', { frames: [{ ...inTest, line: 9, column: 2 }] }),
    ],
    ['the throwing line moved', through('isUp'), through('isUp', { line: 40, column: 1 })],
    ['its function went to another file', through('delayFor'), through('delayFor', { file: 'src/delay.ts' })],
    ['its function became async', through('isUp'), through('async isUp')],
    ['its function became a method', through('isUp'), through('Object.isUp')],
    ['another port', got('http://127.0.0.1:40123/up'), got('http://127.0.0.1:51999/up')],
    ['another port of localhost', got('localhost:3000'), got('localhost:8080')],
    [
      'another port of IPv6',
      thrown('connect ECONNREFUSED ::1:40123'),
      thrown('connect ECONNREFUSED ::1:51999'),
    ],
    ['another port by itself', got('{ "port": 40123 }'), got('{ "port": 51999 }')],
    [
      'another UUID',
      got('3b241101-e2bb-4255-8caf-4136c566a962'),
      got('f47ac10b-58cc-4372-a567-0e02b2c3d479'),
    ],
    ['another numbered id', got('order 18234'), got('order 18235')],
    ['another random id', got('key_V1StGXR8Z5jdHi6BmyTAbC'), got('key_Uakgb2J5m9g0JDMbcJqLJd')],
    ['another hash', got('etag 9f86d081884c7d65'), got('etag 60303ae22b998861')],
    [
      'another digest',
      got('sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:'),
      got('sha-256=:RK0mF4QqkYV1ZbNvQm5xS1dX0h0rJ2pYc8n7aTt3u6w=:'),
    ],
    ['another date', got('2026-01-05T08:00:00.000Z'), got('2026-01-05T08:00:03.127Z')],
    ['another date of HTTP', got('Mon, 05 Jan 2026 08:00:00 GMT'), got('Tue, 06 Jan 2026 09:30:00 GMT')],
    ['another moment in milliseconds', got('1767600000123'), got('1767600000456')],
    ['another measured time', got('waited 63 ms'), got('waited 71 ms')],
    ['another measured time without a space', got('waited 63ms'), got('waited 71.5ms')],
    ['another measured time without a unit', got('1003.2214'), got('1004.1987')],
    ['milliseconds that are not whole seconds', got('2013'), got('2009')],
    ['another folder', thrown('ENOENT: /home/ada/work/outbox.db'), thrown('ENOENT: /tmp/x1/outbox.db')],
    [
      'another folder on Windows',
      thrown('ENOENT: C:\\work\\outbox.db'),
      thrown('ENOENT: D:\\tmp\\x\\outbox.db'),
    ],
    ['another place in a file', thrown('at src/retry.ts:31:9'), thrown('at src/retry.ts:44:2')],
    [
      'another limit of a time-out',
      of(anError({ isTimeout: true, message: 'Test timed out in 2000ms.' })),
      of(anError({ isTimeout: true, message: 'Test timed out in 2013ms.' })),
    ],
    [
      'a local was renamed',
      inOwnLines('response.text is not a function'),
      inOwnLines('answer.text is not a function'),
    ],
    [
      'a local was renamed that was taken apart',
      thrown("Cannot destructure property 'ok' of 'response' as it is undefined."),
      thrown("Cannot destructure property 'ok' of 'answer' as it is undefined."),
    ],
    [
      'a local was renamed that was walked through',
      thrown('delays is not iterable'),
      thrown('waits is not iterable'),
    ],
    [
      'a local was renamed that was used too early',
      thrown("Cannot access 'delay' before initialization"),
      thrown("Cannot access 'wait' before initialization"),
    ],
    [
      'another port in the cause',
      thrown('fetch failed', { cause: 'Error: connect ECONNREFUSED 127.0.0.1:40123' }),
      thrown('fetch failed', { cause: 'Error: connect ECONNREFUSED 127.0.0.1:51999' }),
    ],
    [
      'another port in the title',
      of(anAssertion(), 'asks 127.0.0.1:40123'),
      of(anAssertion(), 'asks 127.0.0.1:51999'),
    ],
  ])('%s', ([, before, after]) => {
    expect(after.parts).toEqual(before.parts);
    expect(after.id).toBe(before.id);
  });
});

describe('another failure', () => {
  test.for<Pair>([
    ['one attempt more', value('3', '1'), value('3', '2')],
    ['another status', value('200', '503'), value('200', '404')],
    ['another expectation', value('2', '1'), value('3', '1')],
    ['another value of the same type', value('true', 'undefined'), value('true', 'false')],
    ['another text', got('GET'), got('POST')],
    ['another path of a URL', got('http://127.0.0.1:40123/up'), got('http://127.0.0.1:40123/down')],
    ['another host', got('https://eu.example.test/'), got('https://us.example.test/')],
    ['another whole number of seconds', value('9000', '3000'), value('9000', '6000')],
    ['another whole number of seconds with its unit', got('waited 3000 ms'), got('waited 9000 ms')],
    ['nothing where there was a number', got('1003'), got('undefined')],
    ['one more in a list', got('[3000]'), got('[3000, 9000]')],
    ['one more measured time in a list', got('[1003]'), got('[1003, 1007]')],
    ['one key less in an object', got('{ "a": 1, "b": 2 }'), got('{ "a": 1 }')],
    ['a header more', got('{ "etag": "x" }'), got('{ "etag": "x", "vary": "y" }')],
    ['another matcher', value('1', '2', { matcher: 'toBe' }), value('1', '2', { matcher: 'toEqual' })],
    [
      'another number of calls',
      said('expected "vi.fn()" to be called 2 times, but got 0 times'),
      said('expected "vi.fn()" to be called 2 times, but got 1 times'),
    ],
    ['another class of error', thrown('boom'), thrown('boom', { name: 'RangeError' })],
    ['another message', thrown('fetch failed'), thrown('Invalid URL')],
    [
      'another property read',
      thrown("Cannot read properties of undefined (reading 'ok')"),
      thrown("Cannot read properties of undefined (reading 'status')"),
    ],
    [
      'another method called',
      inOwnLines('response.text is not a function'),
      inOwnLines('response.json is not a function'),
    ],
    [
      'another cause',
      thrown('fetch failed', { cause: 'Error: ECONNREFUSED' }),
      thrown('fetch failed', { cause: 'Error: ECONNRESET' }),
    ],
    ['another function of the client', through('parse'), through('isUp')],
    ['through the client, no longer in the test', of(anError({ frames: [inTest] })), through('isUp')],
    ['a time-out where it threw', thrown('fetch failed'), of(anError({ isTimeout: true }))],
    ['an assertion where it blew up', inOwnLines('isUp is not a function'), value('true', 'undefined')],
    [
      'another name missing',
      of(anError({ name: 'TypeError', message: 'a is not a function', importedFrom: 'my-client' })),
      of(anError({ name: 'TypeError', message: 'b is not a function', importedFrom: 'my-client' })),
    ],
    ['another test', of(anAssertion(), 'retries'), of(anAssertion(), 'gives up')],
    ['another number in the title', of(anAssertion(), 'says 404'), of(anAssertion(), 'says 410')],
    ['another file', of(anAssertion()), of(anAssertion(), 'retries', 'throwaway/other.test.ts')],
    ['in a hook, no longer in the test', of(anError({ hook: 'beforeEach' })), of(anError())],
    [
      'another request nobody expected',
      of(anError({ name: 'UnexpectedRequestError', message: 'GET https://eu.example.test/a' })),
      of(anError({ name: 'UnexpectedRequestError', message: 'GET https://eu.example.test/b' })),
    ],
  ])('%s', ([, before, after]) => {
    expect(after.id).not.toBe(before.id);
  });
});

test('has an id short enough for a line', () => {
  expect(of(anAssertion()).id).toMatch(/^[\da-f]{8}$/);
});

test('of a run that never ended, or an assertion nobody waits for, needs no error', () => {
  const place = { line: 3, column: 3, text: '', test: 'says yes' };
  const { failures } = lightOf(
    aRun([aTest()], {
      files: [aFile({ forgottenAwaits: [place] })],
      killed: { file: 'a.test.ts', test: 'a' },
    }),
  );
  expect(failures.map((failure) => fingerprintOf(failure).gist)).toEqual([
    'a run without end',
    'an assertion without await',
  ]);
});

describe('the gist says', () => {
  test.for<[gist: string, fingerprint: Fingerprint]>([
    ['expected true, got undefined', value('true', 'undefined')],
    ['TypeError: fetch failed in isUp', thrown('fetch failed')],
    ['nothing came back in time', of(anError({ isTimeout: true }))],
    ['beforeEach: no end in time', of(anError({ isTimeout: true, hook: 'beforeEach' }))],
    ['beforeEach: Error: boom', of(anError({ hook: 'beforeEach' }))],
    [
      'isUp is not a function',
      of(anError({ name: 'TypeError', message: 'isUp is not a function', importedFrom: 'my-client' })),
    ],
    ['the process was told to end', of(anError({ message: 'process.exit unexpectedly called with "0"' }))],
    [`Error: ${'x'.repeat(92)}…`, of(anError({ message: 'x'.repeat(200) }))],
  ])('%s', ([gist, fingerprint]) => {
    expect(fingerprint.gist).toBe(gist);
  });

  test('what was rejected unhandled', () => {
    const { failures } = lightOf(
      aRun([aTest()], { unhandled: [unhandled(anError({ frames: [inClient] }))] }),
    );
    expect(failures.map((failure) => fingerprintOf(failure).gist)).toEqual([
      'nobody handled Error: boom in isUp',
    ]);
  });
});
