import { createHash, createPrivateKey, createPublicKey, createSecretKey } from 'node:crypto';
import { createSigner, createVerifier, httpbis } from 'http-message-signatures';

/** The digest within, as the other rows have it. */
function rows(key, verifier, id, { method, target, origin, headers, body }, fields) {
  const url = `${origin}${target}`;
  const given = Object.fromEntries(headers);
  const config = { key, fields, params: ['created', 'expires', 'nonce', 'keyid', 'tag'] };
  const digest = () => `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
  const sign = () =>
    httpbis.signMessage(
      {
        ...config,
        paramValues: {
          expires: new Date(Date.now() + 60_000),
          nonce: crypto.randomUUID(),
          keyid: id,
          tag: 'orders',
        },
      },
      { method, url, headers: { ...given, 'Content-Digest': digest() } },
    );
  return sign().then((signed) => ({
    sign,
    verify: async () => {
      digest();
      return httpbis.verifyMessage(
        { keyLookup: async () => ({ id, algs: [verifier.alg], verify: verifier.verify }) },
        signed,
      );
    },
  }));
}

export function hmac(secret, message, fields) {
  const key = createSecretKey(secret);
  const verifier = { alg: 'hmac-sha256', verify: createVerifier(key, 'hmac-sha256') };
  return rows(createSigner(key, 'hmac-sha256', 'k'), verifier, 'k', message, fields);
}

export function ed25519(privateJwk, publicJwk, message, fields) {
  const key = createPrivateKey({ key: privateJwk, format: 'jwk' });
  const publicKey = createPublicKey({ key: publicJwk, format: 'jwk' });
  const verifier = { alg: 'ed25519', verify: createVerifier(publicKey, 'ed25519') };
  return rows(createSigner(key, 'ed25519', 'k'), verifier, 'k', message, fields);
}
