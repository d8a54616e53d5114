import type { Call } from '../core/call.ts';
import { originOf } from '../core/origin-of.ts';
import { isHoldfastError } from '../errors/holdfast-error.ts';
import { misuse } from './misuse.ts';
import type { SignOptions } from './sign-options.ts';
import type { Signer } from './signer.ts';

/**
 * The key that signs this call, or undefined where none may: a key by itself signs for one origin, and a function must name
 * any other.
 *
 * @param own - The origin that a key by itself signs for.
 *
 * @internal
 */
export async function signerFor(
  key: SignOptions['key'],
  call: Call,
  own: string,
): Promise<Signer | undefined> {
  const { method, url } = call;
  const origin = originOf(url);
  if (typeof key !== 'function') return origin === own ? key : undefined;
  let chosen: Awaited<ReturnType<typeof key>>;
  try {
    chosen = await key({ origin, method, url });
  } catch (cause) {
    throw isHoldfastError(cause) ? cause : misuse(call, 'cannot be signed: the key cannot be had.', cause);
  }
  if (chosen === undefined) return undefined;
  const [signer, named] = 'sign' in chosen ? [chosen, own] : [chosen.key, chosen.origin];
  if (typeof signer?.sign !== 'function') {
    throw misuse(call, 'cannot be signed: option key gave what is no key.');
  }
  return named === origin ? signer : undefined;
}
