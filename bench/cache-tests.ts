/**
 * What the cache passes of the public suite http-tests/cache-tests, in its selection for private caches: the tests it runs
 * for browsers. A test counts as passed only if those it depends on pass too, as on the suite's own site. Takes a minute;
 * prints figures and every test that is not passed; asserts nothing.
 *
 *     git clone https://github.com/http-tests/cache-tests && git -C cache-tests checkout b55b8bd
 *     node --disable-warning=DEP0180 --import ./coach/register.mjs bench/cache-tests.ts cache-tests [options]
 *
 * `options` are those of the cache, as JSON: '{"heuristics":true}'. Every call of the suite is of one user, whatever
 * headers it has, so the partition is one. Retries and the breaker are left out: they would be the ones to be tested.
 *
 * One adaptation: where the service hangs up, the suite wants the 504 that a proxy would make, and fetch rejects. It is
 * given an empty 504 in place of the rejection.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type CacheOptions, createClient } from '../src/index.ts';

interface Test {
  readonly id: string;
  readonly kind?: 'required' | 'optimal' | 'check';
  readonly browser_skip?: boolean;
  readonly cdn_only?: boolean;
}
interface Suite {
  readonly id: string;
  readonly tests: readonly Test[];
}

const [, , path, given = '{}'] = process.argv;
if (path === undefined) throw new Error('Give the path of a checkout of http-tests/cache-tests.');
const root = resolve(path);
const load = (file: string) => import(pathToFileURL(join(root, file)).href);
const cacheOptions: CacheOptions = JSON.parse(given);

const port = 20_000 + (process.pid % 20_000);
const base = `http://localhost:${port}`;
const server = spawn(process.execPath, ['test-engine/server/server.mjs'], {
  cwd: root,
  env: {
    ...process.env,
    npm_config_port: String(port),
    npm_config_protocol: 'http',
    npm_config_pidfile: join(tmpdir(), `cache-tests-${process.pid}.pid`),
  },
  stdio: ['ignore', 'pipe', 'inherit'],
});
await once(server.stdout, 'data');

const transport = globalThis.fetch;
const client = createClient({
  fetch: transport,
  allowHttp: 'loopback',
  retry: false,
  breaker: false,
  cache: { partition: () => 'one user', ...cacheOptions },
});
globalThis.fetch = async (input, init) => {
  if (!String(input).includes('/test/')) return transport(input, init);
  try {
    return await client(input, init);
  } catch {
    return new Response(null, { status: 504 });
  }
};

const { default: suites }: { default: readonly Suite[] } = await load('tests/index.mjs');
const { runTests, getResults } = await load('test-engine/client/runner.mjs');
const { determineTestResult, resultTypes } = await load('test-engine/lib/results.mjs');
const log = console.log;
console.log = () => {};
await runTests(suites, true, base);
console.log = log;
server.kill();

const results: Readonly<Record<string, true | readonly [string, string]>> = getResults();
const nameOf = (result: unknown) =>
  Object.keys(resultTypes).find((name) => resultTypes[name] === result) ?? 'untested';
const tests = suites.flatMap(({ tests: all }) => all.filter(({ id }) => results[id] !== undefined));
for (const kind of ['required', 'optimal', 'check'] as const) {
  const those = tests.filter((test) => (test.kind ?? 'required') === kind);
  const outcomes = those.map(({ id }) => ({ id, outcome: nameOf(determineTestResult(suites, id, results)) }));
  const passed = outcomes.filter(({ outcome }) => outcome === 'pass' || outcome === 'yes');
  console.log(`${kind}: ${passed.length} of ${those.length}`);
  for (const { id, outcome } of outcomes) {
    if (outcome === 'pass' || outcome === 'yes') continue;
    const result = results[id];
    console.log(`  ${outcome.padEnd(16)} ${id}  ${Array.isArray(result) ? result[1] : ''}`);
  }
}
client.close();
process.exit();
