import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { Agent, type Dispatcher } from 'undici';
import { isOctets } from '../body/is-octets.ts';
import { checkCount } from '../errors/check-count.ts';
import { checkMs } from '../errors/check-ms.ts';
import { checkNames } from '../errors/check-names.ts';
import { optionError } from '../errors/option-error.ts';
import type { Certificate, UndiciFetchOptions } from './undici-fetch-options.ts';

/** What to send through, and whether it is ours to close. @internal */
export interface ResolvedDispatcher {
  readonly dispatcher: Dispatcher;
  readonly isOurs: boolean;
}

const NAMES = [
  'ca',
  'cert',
  'connections',
  'connectTimeoutMs',
  'dispatcher',
  'key',
  'passphrase',
] as const satisfies readonly (keyof UndiciFetchOptions)[];

/** @internal */
export function resolveDispatcher(given: UndiciFetchOptions): ResolvedDispatcher {
  checkNames('', given, NAMES);
  const { dispatcher, connections, connectTimeoutMs } = given;
  if (dispatcher !== undefined) {
    const other = NAMES.find((name) => name !== 'dispatcher' && given[name] !== undefined);
    if (other !== undefined) {
      throw optionError(
        `Option ${other} has no effect beside dispatcher. Give it to the dispatcher, or leave dispatcher out.`,
      );
    }
    return { dispatcher: checkDispatcher('Option dispatcher', dispatcher), isOurs: false };
  }
  checkCount('connections', connections);
  if (connections === 0) throw optionError('Option connections is 0. Give at least 1, or leave it out.');
  checkMs('connectTimeoutMs', connectTimeoutMs);
  const agent = new Agent({
    ...(connections === undefined ? {} : { connections }),
    connect: { ...tlsOf(given), ...(connectTimeoutMs === undefined ? {} : { timeout: connectTimeoutMs }) },
  });
  return { dispatcher: agent, isOurs: true };
}

/** Of whatever copy of undici it is. @internal */
export function checkDispatcher(name: string, given: object): Dispatcher {
  if (isDispatcher(given)) return given;
  throw optionError(`${name} has no method dispatch. Give an Agent of undici 7 or 8.`);
}

function isDispatcher(given: object): given is Dispatcher {
  return 'dispatch' in given && typeof given.dispatch === 'function';
}

/** Checked here, so that a wrong file is found when the program starts and not at its first call. */
function tlsOf({ ca, cert, key, passphrase }: UndiciFetchOptions) {
  if ((cert === undefined) !== (key === undefined)) {
    const [given, missing] = cert === undefined ? ['key', 'cert'] : ['cert', 'key'];
    throw optionError(`Option ${given} is given without ${missing}. A client certificate needs both.`);
  }
  const authorities = ca === undefined ? undefined : listOf(ca).map(bytesOf);
  for (const authority of authorities ?? []) {
    attempt('ca', 'Give certificates in PEM.', () => new X509Certificate(authority));
  }
  const tls = {
    ...(authorities === undefined ? {} : { ca: authorities }),
    ...(cert === undefined ? {} : { cert: bytesOf(cert) }),
    ...(key === undefined ? {} : { key: bytesOf(key) }),
    ...(passphrase === undefined ? {} : { passphrase }),
  };
  attempt('cert or key', 'Give a certificate in PEM, its key, and the passphrase of an encrypted one.', () =>
    createSecureContext(tls),
  );
  return tls;
}

function listOf(ca: Certificate | readonly Certificate[]): readonly Certificate[] {
  return typeof ca === 'string' || isOctets(ca) ? [ca] : ca;
}

function bytesOf(certificate: Certificate): Buffer {
  return Buffer.from(certificate);
}

/** The reason is named by its code alone: a message may quote what it could not read. */
function attempt(name: string, cure: string, use: () => unknown): void {
  try {
    use();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw optionError(`Option ${name} cannot be used${code}. ${cure}`);
  }
}
