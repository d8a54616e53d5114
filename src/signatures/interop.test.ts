import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { type KeyPair, keyPair } from '../test-support/signing-keys.ts';
import { useFakeTime } from '../test-support/use-fake-time.ts';
import { type FieldLine, parseDictionary, signMessage, verify } from './index.ts';

/** Made by `bench/peers/interop.mjs`, with the packages themselves. */
const recording: {
  readonly method: string;
  readonly url: string;
  readonly body: string;
  readonly fields: readonly FieldLine[];
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly recorded: readonly {
    readonly package: string;
    readonly components: readonly string[];
    readonly headers: readonly FieldLine[];
    readonly accepted: boolean;
  }[];
} = JSON.parse(readFileSync(new URL('../test-support/fixtures/interop.json', import.meta.url), 'utf8'));

let ours: KeyPair;
beforeAll(async () => {
  ours = await keyPair('ed25519');
});

useFakeTime();

const { origin, pathname, search } = new URL(recording.url);
const message = {
  method: recording.method,
  target: `${pathname}${search}`,
  origin,
  headers: recording.fields,
  body: new TextEncoder().encode(recording.body),
};

const cases = recording.recorded.map((each) => [each.package, each.components.join(' '), each] as const);

describe('between this library and', () => {
  it.each(cases)(
    '%s: what it signs is accepted (%s)',
    async (_package, _components, { components, headers }) => {
      vi.setSystemTime(Number(recording.parameters.created) * 1000);
      const policy = {
        keys: [ours.verifyKey],
        replay: false,
        require: components,
        digest: 'if-covered',
        tag: 'orders',
      } as const;
      expect(await verify({ ...message, headers }, policy)).toMatchObject({ keyId: 'svc-ed25519' });
    },
  );

  // Ed25519 has one signature for a key and a text, so what is equal to what they accepted is accepted.
  it.each(cases)(
    '%s: what we sign is what it accepted (%s)',
    async (_package, _components, { components, headers, accepted }) => {
      const made = await signMessage(message, {
        key: ours.signer,
        components,
        parameters: recording.parameters,
      });
      const theirs = Object.fromEntries(headers);
      expect(accepted).toBe(true);
      expect(made.signatureInput).toBe(theirs['signature-input']);
      expect(parseDictionary(made.signature)).toEqual(parseDictionary(theirs.signature ?? ''));
    },
  );
});
