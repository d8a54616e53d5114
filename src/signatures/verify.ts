import { optionError } from '../errors/option-error.ts';
import { within } from '../time/within.ts';
import { checkMessage } from './check-message.ts';
import type { ComponentId } from './component-id.ts';
import { type MessageView, viewOf } from './component-value.ts';
import { fieldLines } from './field-lines.ts';
import {
  type Candidate,
  judge,
  judgeAlgorithm,
  keepNonceMs,
  type ReadSignature,
  readCandidates,
  readSignature,
  refusal,
} from './machine.ts';
import { isResponse, type Message } from './message.ts';
import { replayId } from './replay-id.ts';
import { baseOf } from './signature-base.ts';
import { isSignatureError, SignatureError, type SignatureErrorCode } from './signature-error.ts';
import type { VerifyKey } from './signer.ts';
import { verifiedView } from './verified-view.ts';
import { verifyDigest } from './verify-digest.ts';
import { addressOf, type VerifyPlan, verifyPlanOf } from './verify-plan.ts';
import type { Verified, VerifiedView, VerifyPolicy } from './verify-policy.ts';

/**
 * Whether a message is signed as the policy demands (RFC 9421, section 3.2). Answers with what was signed, or throws.
 *
 * All that a signature is worth is looked at in one call: that it covers what is required, that it is of now, that its key
 * is known and its algorithm the key's, that it holds, that the body is the one whose digest was signed, and that its
 * nonce is new. A nonce is used up only by a message that passed all the rest.
 *
 * @throws A {@link SignatureError}, whose `code` says why the message is refused. A `HoldfastError` with code `options`
 *   where the policy cannot work, or the message is none, such as a Promise of one. What `keys` throws.
 *
 * @example
 * ```ts
 * const policy: VerifyPolicy = {
 *   keys: [await importVerifyKey(publicJwk)],
 *   replay: memoryReplayStore(),
 *   origin: 'https://orders.example.com',
 *   tag: 'orders',
 * };
 * const { keyId, view } = await verify(fromNode(incoming, body), policy);
 * ```
 */
export async function verify(message: Message, policy: VerifyPolicy): Promise<Verified> {
  const plan = verifyPlanOf(policy);
  checkMessage(message);
  checkOrigin(message, plan);
  const candidates = chosen(readCandidates(message.headers, plan.limits), plan.label);
  const view = viewOf(message, originOf(message, plan), plan.fieldTypes);
  const nowMs = Date.now();
  const setting: Setting = { plan, view, nowMs };
  if (plan.mode === 'any') return first(candidates, setting);
  const [one, ...others] = candidates;
  const foremost = await check(one, setting);
  const rest: Checked[] = [];
  for (const candidate of others) rest.push(await check(candidate, setting));
  for (const each of [foremost, ...rest]) await useNonce(each, setting);
  return foremost.verified;
}

interface Setting {
  readonly plan: VerifyPlan;
  readonly view: MessageView;
  readonly nowMs: number;
}

/** A signature that holds, whose nonce has not been looked at. */
interface Checked {
  readonly read: ReadSignature;
  readonly key: VerifyKey;
  readonly verified: Verified;
}

type Candidates = readonly [Candidate, ...Candidate[]];

function chosen(candidates: Candidates, label: string | undefined): Candidates {
  if (label === undefined) return candidates;
  const candidate = candidates.find((each) => each.label === label);
  if (candidate !== undefined) return [candidate];
  throw refusal('signature-missing', 'There is no signature with the wanted label');
}

/** Said of the first message that comes, whoever sent it: no sender can mend it. */
function checkOrigin(message: Message, { origins, requireOfRequest, requireOfResponse }: VerifyPlan): void {
  const request = isResponse(message) ? message.request : message;
  if (origins.length > 0 || request === undefined || request.origin !== undefined) return;
  const required = isResponse(message) ? requireOfResponse : requireOfRequest;
  const needy = required.find(({ name }) => OF_ORIGIN.has(name));
  if (needy === undefined || !/^[/*]/.test(request.target)) return;
  throw optionError(
    `Option origin is missing, and ${needy.text} must be covered. Give the scheme, host and port that clients call, such ` +
      'as https://orders.example.com.',
  );
}

const OF_ORIGIN: ReadonlySet<string> = new Set(['@authority', '@scheme', '@target-uri']);

/** The origin that the policy names. What the request says of itself only chooses among several. */
function originOf(message: Message, { origins }: VerifyPlan): string | undefined {
  const [only, ...others] = origins;
  const request = isResponse(message) ? message.request : message;
  if (only === undefined || request === undefined) return only?.text;
  if (request.target.includes('://') && !request.target.startsWith('/')) {
    const address = addressOf(request.target, undefined);
    if (origins.some((origin) => origin.address === address)) return only.text;
    throw refusal('message-invalid', 'The request is addressed to another origin');
  }
  if (others.length === 0) return only.text;
  const host = fieldLines(request.headers, 'host')?.join() ?? '';
  const isHost = /^[!-.0-~]+$/.test(host); // no slash, nor anything that no Host can hold
  const named = origins.find(
    ({ scheme, address }) => isHost && address === addressOf('/', `${scheme}://${host}`),
  );
  if (named !== undefined) return named.text;
  throw refusal('message-invalid', 'The Host field names none of the origins of this service');
}

/** The first signature that meets the whole policy. Whatever is beside it must not hurt it. */
async function first(candidates: Candidates, setting: Setting): Promise<Verified> {
  let closest: SignatureError | undefined;
  for (const candidate of candidates) {
    try {
      const holding = await check(candidate, setting);
      await useNonce(holding, setting);
      return holding.verified;
    } catch (error) {
      if (!isSignatureError(error) || error.code === 'store-unavailable') throw error;
      if (closest === undefined || rank(error.code) > rank(closest.code)) closest = error;
    }
  }
  throw closest ?? refusal('signature-missing', 'There is no signature');
}

/** How far a signature got: of several that failed, the one that got furthest tells most. */
function rank(code: SignatureErrorCode): number {
  if (code === 'tag-mismatch' || code === 'key-unknown') return -1;
  return (
    ['signature-invalid', 'digest-missing', 'digest-invalid', 'digest-mismatch', 'nonce-reused'].indexOf(
      code,
    ) + 1
  );
}

/** Whoever throws beneath knows of a component or a body, and not whose signature it is about. */
async function check(candidate: Candidate, setting: Setting): Promise<Checked> {
  try {
    return await checked(candidate, setting);
  } catch (error) {
    throw isSignatureError(error) ? named(error, candidate) : error;
  }
}

function named(error: SignatureError, { label, input }: Candidate): SignatureError {
  const keyid = input.parameters.get('keyid');
  const keyId = error.keyId ?? (keyid?.type === 'string' ? keyid.value : undefined);
  const { code, message, base, cause } = error;
  return new SignatureError({ code, message, label: error.label ?? label, keyId, base, cause });
}

async function checked(candidate: Candidate, { plan, view, nowMs }: Setting): Promise<Checked> {
  const { message } = view;
  const read = readSignature(candidate, plan.limits.components);
  const { label, ids, facts } = read;
  judge(read, plan, isResponse(message) ? plan.requireOfResponse : plan.requireOfRequest, nowMs);
  const key = await keyOf(read, plan);
  judgeAlgorithm(read, key.algorithm, plan.algorithms);
  const base = baseOf(ids, read.input, view);
  if (!(await key.verify(encoder.encode(base), read.signature))) {
    throw new SignatureError({
      code: 'signature-invalid',
      message: `The signature is not that of this key over this message.${originHint(ids, view)}`,
      label,
      keyId: key.keyId,
      base: plan.explain ? base : undefined,
    });
  }
  const question = { label, ids, digest: plan.digest, fieldBytes: plan.limits.fieldBytes };
  const isBodyVerified = await verifyDigest(message, question);
  let made: VerifiedView | undefined;
  const verified: Verified = {
    keyId: key.keyId,
    algorithm: key.algorithm,
    label,
    tag: facts.tag,
    nonce: facts.nonce,
    created: facts.created,
    expires: facts.expires,
    covered: ids.map(({ text }) => text),
    get view() {
      made ??= verifiedView(ids, view, isBodyVerified);
      return made;
    },
  };
  return { read, key, verified };
}

/** The commonest slip of a first set-up, for the log of the service: nobody else is told. */
function originHint(ids: readonly ComponentId[], { message, target }: MessageView): string {
  if (isResponse(message) || !ids.some(({ name }) => OF_ORIGIN.has(name))) return '';
  const { scheme, authority } = target();
  const { headers } = message;
  const host = (fieldLines(headers, 'host') ?? fieldLines(headers, ':authority'))?.join() ?? '';
  const isOther =
    /^[\w.:[\]-]{1,255}$/.test(host) && addressOf('/', `${scheme}://${host}`) !== `${scheme}://${authority}`;
  const said = isOther ? `, and Host says ${host}` : '';
  return ` It was verified for ${scheme}://${authority}${said}: if clients call another scheme, host or port, give that as origin.`;
}

const encoder = new TextEncoder();

async function keyOf({ facts, label }: ReadSignature, { findKey }: VerifyPlan): Promise<VerifyKey> {
  const { keyid, alg: algorithm, tag } = facts;
  const key = keyid === undefined ? undefined : await findKey(keyid, { algorithm, tag, label });
  if (key === undefined) throw refusal('key-unknown', 'Nobody is known by the keyid', label, keyid);
  if (typeof key.verify === 'function') return key;
  throw optionError('Option keys gave what is no key. Import it by importVerifyKey.');
}

/** Looked at last, so that nobody can use up a nonce that is not theirs. Nothing is accepted where nobody remembers. */
async function useNonce({ read, key }: Checked, { plan, nowMs }: Setting): Promise<void> {
  const { replay, replayTimeoutMs } = plan;
  const { nonce } = read.facts;
  if (replay === false || nonce === undefined) return;
  const id = await replayId(key.keyId, nonce);
  const keepMs = keepNonceMs(read.facts, plan, nowMs);
  let isNew: boolean;
  try {
    const answer = replay.addIfAbsent(id, keepMs);
    isNew = typeof answer === 'boolean' ? answer : await within(replayTimeoutMs, () => answer);
  } catch (cause) {
    const message = 'The replay store does not answer, so that nothing can be accepted.';
    throw new SignatureError({
      code: 'store-unavailable',
      message,
      label: read.label,
      keyId: key.keyId,
      cause,
    });
  }
  if (isNew === true) return;
  throw refusal('nonce-reused', 'A message with this nonce was accepted before', read.label, key.keyId);
}
