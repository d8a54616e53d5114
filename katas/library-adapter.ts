import {
  type CacheRequest,
  createClient as createHoldfastClient,
  type HoldfastError,
  isHoldfastError,
} from '../src/index.ts';
import { idempotencyGuard as createHoldfastGuard, memoryIdempotencyStore } from '../src/server/index.ts';
import {
  isSignatureError,
  type Signer,
  sign,
  type VerifiedView,
  type VerifyPolicy,
  verify as verifyMessage,
} from '../src/signatures/index.ts';

/** What a client of the workbook can be told. */
export type ClientOptions = {
  baseUrl?: string;
  headers?: Record<string, string>;
  attemptTimeoutMs?: number;
  deadlineMs?: number;
  retry?: { retries: number; firstWaitMs: number; longestWaitMs: number };
  idempotencyKeys?: boolean;
  cache?: { maxEntries: number };
  breaker?: { failuresInARow: number; coolDownMs: number };
  upcheck?: { path: string; timeoutMs: number };
  sign?: { key: Signer };
};

export { explain, requestScope } from '../src/index.ts';
export { explainTo } from '../src/server/index.ts';

export type Client = {
  (input: string | URL, init?: RequestInit): Promise<Response>;
  upcheck(): Promise<Upcheck>;
};

/**
 * The library with the face of a learner's client: the same names, and every behaviour left out that is not asked for
 * or comes in no kata. So the workbook's tests say of the library what they say of the learner's client.
 */
export function createClient(options: ClientOptions = {}): Client {
  const {
    attemptTimeoutMs = false,
    deadlineMs = false,
    idempotencyKeys = false,
    retry,
    breaker,
    cache,
    upcheck,
    sign: signature,
    ...others
  } = options;
  const client = createHoldfastClient({
    ...others,
    idempotencyKeys,
    // Its own cool-downs grow, several probes go at once, and failures that are not in a row count too.
    breaker: breaker !== undefined && {
      ...breaker,
      longestCoolDownMs: breaker.coolDownMs,
      probes: 1,
      failureShare: 1,
    },
    // Its own rule takes every header for one that may say who calls, but for those it knows.
    cache: cache !== undefined && { ...cache, partition: userOf },
    // Not remembered from one web request to the next.
    upcheck: upcheck !== undefined && { ...upcheck, validForMs: 0 },
    attemptTimeoutMs,
    deadlineMs,
    retry: retry !== undefined && { ...retry, budget: false },
    sign: signature !== undefined && sign(signature),
  });
  return Object.assign(
    (input: string | URL, init?: RequestInit) => client(input, init).catch(inWorkbookTerms),
    {
      upcheck: async () => {
        const { isUp, trouble } = await client.upcheck();
        return { isUp, trouble: trouble && inItsTerms(trouble) };
      },
    },
  );
}

function userOf({ headers }: CacheRequest): string {
  return JSON.stringify([headers.get('authorization'), headers.get('cookie')]);
}

/** The library has a code of its own for redirects that lead nowhere; in the contract everything else is `network`. */
function inWorkbookTerms(error: unknown): never {
  if (!isHoldfastError(error) || error.code !== 'redirect') throw error;
  throw Object.assign(new Error(error.message, { cause: error }), { code: 'network' });
}

type Trouble = HoldfastError & { code: 'circuit-open' | 'down' };

export type Upcheck = { isUp: boolean; trouble: Trouble | undefined };

function inItsTerms(trouble: HoldfastError): Trouble {
  if (!isTrouble(trouble)) throw new TypeError(`An upcheck said ${trouble.code}.`);
  return trouble;
}

function isTrouble(error: HoldfastError): error is Trouble {
  return error.code === 'circuit-open' || error.code === 'down';
}

export type Guard = (
  request: Request,
  work: (request: Request) => Response | Promise<Response>,
) => Promise<Response>;

/** The library's guard in memory, as a learner's is. */
export function idempotencyGuard(options: { scope: (request: Request) => string }): Guard {
  return createHoldfastGuard({ ...options, store: memoryIdempotencyStore() });
}

export async function isUp(url: string): Promise<boolean> {
  try {
    const response = await createClient()(url, { redirect: 'manual' });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

type Policy = VerifyPolicy & { origin: string };
type SignedRequest = { keyId: string; view: SignedView };
type SignedView = { method: string; url: string; headers: Headers; body: Uint8Array | undefined };

/** The library takes a message as it was on the wire; a learner's `verify` takes a web request. */
export async function verify(request: Request, policy: Policy): Promise<SignedRequest> {
  const { pathname, search } = new URL(request.url);
  const body = new Uint8Array(await request.clone().arrayBuffer());
  const message = { method: request.method, target: pathname + search, headers: [...request.headers], body };
  const { keyId, view } = await verifyMessage(message, policy).catch(inItsWords);
  return { keyId, view: whole(view) };
}

/** The library tells its caller who is unknown. In the workbook nobody hears it. */
function inItsWords(error: unknown): never {
  if (!isSignatureError(error)) throw error;
  const code = error.code === 'key-unknown' ? 'signature-invalid' : error.code;
  throw Object.assign(new Error(`The request is refused: ${code}.`), { code });
}

/** The policy demands both. */
function whole({ method = '', url = '', headers, body }: VerifiedView): SignedView {
  return { method, url, headers, body };
}
