import { expect, it } from 'vitest';
import { generateKeys, importSigner, importVerifyKey } from '../index.ts';

it.each(['rsa-pss-sha512', 'rsa-v1_5-sha256'] as const)(
  'RSA keys are made, for one algorithm: %s',
  async (algorithm) => {
    const { privateJwk, publicJwk } = await generateKeys(algorithm);
    const signer = await importSigner(privateJwk);
    const key = await importVerifyKey(publicJwk);
    const data = new TextEncoder().encode('what is signed');
    expect(signer).toMatchObject({ algorithm, keyId: publicJwk.kid });
    expect(await key.verify(data, new Uint8Array(await signer.sign(data)))).toBe(true);
  },
);
