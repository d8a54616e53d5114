import { parseDictionary } from '../structured-fields/parse.ts';
import { serialiseParameters } from '../structured-fields/serialise.ts';
import { StructuredFieldError } from '../structured-fields/structured-field-error.ts';
import type { BareItem, Dictionary, Member, Parameters } from '../structured-fields/types.ts';
import { type ComponentId, componentId } from './component-id.ts';
import { fieldLines } from './field-lines.ts';
import type { FieldLine } from './message.ts';
import { signatureInput, uniqueIds } from './signature-base.ts';
import { SignatureError, type SignatureErrorCode } from './signature-error.ts';
import { SIGNATURE_PARAMETERS } from './signature-facts.ts';
import type { SignatureAlgorithm } from './signer.ts';
import type { RequiredComponent, VerifyPlan } from './verify-plan.ts';
import type { VerifyLimits } from './verify-policy.ts';

/** One signature of a message, as its two fields hold it; nothing but its label is known to make sense. */
export interface Candidate {
  readonly label: string;
  readonly input: Member;
  readonly signature: Member;
}

/** A signature whose parts make sense. */
export interface ReadSignature {
  readonly label: string;
  readonly ids: readonly ComponentId[];
  /** Written anew: the last line of the base. */
  readonly input: string;
  readonly facts: SignatureFacts;
  readonly signature: Uint8Array<ArrayBuffer>;
}

/** What a signature says of itself. In seconds, where it is a time. */
export interface SignatureFacts {
  readonly created: number | undefined;
  readonly expires: number | undefined;
  readonly nonce: string | undefined;
  readonly keyid: string | undefined;
  readonly tag: string | undefined;
  readonly alg: string | undefined;
}

/**
 * The signatures of a message. Lengths are looked at before anything is parsed, and what cannot be parsed is refused,
 * never taken for a message without a signature.
 *
 * @throws A {@link SignatureError}: of a message whose two fields do not go together, none holds.
 */
export function readCandidates(
  headers: readonly FieldLine[],
  limits: Required<VerifyLimits>,
): readonly [Candidate, ...Candidate[]] {
  const inputs = signatureField('signature-input', headers, limits);
  const signatures = signatureField('signature', headers, limits);
  const candidates: Candidate[] = [];
  for (const [label, input] of inputs.members) {
    const signature = signatures.members.get(label);
    if (signature === undefined) throw apart();
    candidates.push({ label, input, signature });
  }
  if (signatures.members.size !== candidates.length) throw apart();
  const [first, ...others] = candidates;
  if (first === undefined) throw missing();
  return [first, ...others];
}

function signatureField(
  name: 'signature-input' | 'signature',
  headers: readonly FieldLine[],
  { fieldBytes, signatures }: Required<VerifyLimits>,
): Dictionary {
  checkFieldLength(name, headers, fieldBytes);
  const lines = fieldLines(headers, name);
  if (lines === undefined) throw missing();
  const dictionary = parsedField(name, lines.join(', '));
  if (dictionary.repeated.length > 0) throw refusal('signature-malformed', `${name} holds a label twice`);
  if (dictionary.members.size > signatures) {
    throw refusal('limit-exceeded', `There are more than ${signatures} signatures`);
  }
  return dictionary;
}

function parsedField(name: string, text: string): Dictionary {
  try {
    return parseDictionary(text);
  } catch (cause) {
    if (!(cause instanceof StructuredFieldError)) throw cause;
    const message = `The field ${name} cannot be parsed. ${cause.message}`;
    throw new SignatureError({ code: 'signature-malformed', message, cause });
  }
}

/** Counted before the lines are put together. */
export function checkFieldLength(name: string, lines: readonly FieldLine[], most: number): void {
  let length = 0;
  for (const [lineName, value] of lines) {
    if (lineName.length === name.length && lineName.toLowerCase() === name) length += value.length + 2;
  }
  if (length - 2 > most) throw refusal('limit-exceeded', `The field ${name} is longer than ${most} octets`);
}

function missing(): SignatureError {
  return refusal('signature-missing', 'The message is not signed: it needs Signature-Input and Signature');
}

function apart(): SignatureError {
  return refusal(
    'label-mismatch',
    'A label is in one of Signature-Input and Signature, and not in the other',
  );
}

/** @throws A {@link SignatureError} where a part of the signature makes no sense. */
export function readSignature({ label, input, signature }: Candidate, mostComponents: number): ReadSignature {
  const because = (code: SignatureErrorCode, problem: string) => refusal(code, problem, label);
  if (signature.kind !== 'item' || signature.bare.type !== 'bytes') {
    throw because('signature-malformed', 'The signature is no byte sequence');
  }
  if (input.kind !== 'inner-list') {
    throw because('signature-malformed', 'What the signature covers is no list in parentheses');
  }
  if (input.items.length > mostComponents) {
    throw because('limit-exceeded', `The signature covers more than ${mostComponents} components`);
  }
  const [twice] = input.repeated;
  if (twice !== undefined) throw because('parameter-invalid', `The parameter ${twice} is there twice`);
  const ids = uniqueIds(input.items.map(componentId));
  const facts = factsOf(input.parameters, because);
  return {
    label,
    ids,
    input: signatureInput(ids, serialiseParameters(input.parameters)),
    facts,
    signature: signature.bare.value,
  };
}

type Because = (code: SignatureErrorCode, problem: string) => SignatureError;

function factsOf(parameters: Parameters, because: Because): SignatureFacts {
  const time = (name: 'created' | 'expires') => {
    const bare = parameters.get(name);
    if (bare === undefined) return undefined;
    if (bare.type === 'integer' && bare.value >= 0) return bare.value;
    throw because('parameter-invalid', `The parameter ${name} is no whole number of seconds`);
  };
  const text = (name: 'nonce' | 'keyid' | 'tag' | 'alg') => {
    const bare: BareItem | undefined = parameters.get(name);
    if (bare === undefined) return undefined;
    if (bare.type === 'string') return bare.value;
    throw because('parameter-invalid', `The parameter ${name} is no string in quotes`);
  };
  return {
    created: time('created'),
    expires: time('expires'),
    nonce: text('nonce'),
    keyid: text('keyid'),
    tag: text('tag'),
    alg: text('alg'),
  };
}

/**
 * Whether a signature that makes sense meets the policy, as far as that can be told without the key: what it covers, what
 * it says of itself, and whether it is of now.
 *
 * @throws A {@link SignatureError} where it does not.
 */
export function judge(
  { ids, facts, label }: ReadSignature,
  plan: Pick<VerifyPlan, 'requireParameters' | 'tag' | 'maxAgeMs' | 'skewMs' | 'replay'>,
  required: readonly Pick<RequiredComponent, 'key' | 'text'>[],
  nowMs: number,
): void {
  const because = (code: SignatureErrorCode, problem: string) => refusal(code, problem, label, facts.keyid);
  for (const name of SIGNATURE_PARAMETERS) {
    const isRequired = plan.requireParameters.includes(name) || (name === 'nonce' && plan.replay !== false);
    if (isRequired && facts[name] === undefined)
      throw because('parameter-missing', `The parameter ${name} is missing`);
  }
  if (plan.tag !== undefined && facts.tag !== plan.tag) {
    throw because('tag-mismatch', 'The signature was made for another application');
  }
  for (const { key, text } of required) {
    if (!ids.some((id) => id.key === key))
      throw because('coverage-missing', `The signature does not cover ${text}`);
  }
  judgeTime(facts, plan, nowMs, because);
}

/** From here on a number of seconds is more likely one of milliseconds: the year 5138. */
const FAR_S = 100_000_000_000;

function judgeTime(
  { created, expires }: SignatureFacts,
  { maxAgeMs, skewMs, replay }: Pick<VerifyPlan, 'maxAgeMs' | 'skewMs' | 'replay'>,
  nowMs: number,
  because: Because,
): void {
  if (created !== undefined && created * 1000 > nowMs + skewMs) {
    const hint = created > FAR_S ? '. It looks like milliseconds; the parameter is in seconds' : '';
    throw because('created-in-future', `The signature was made later than now${hint}`);
  }
  if (expires !== undefined && nowMs > expires * 1000 + skewMs) {
    throw because('expired', 'The signature has expired');
  }
  if (created !== undefined && expires !== undefined && expires < created) {
    throw because('parameter-invalid', 'The signature expires before it was made');
  }
  if (maxAgeMs === Number.POSITIVE_INFINITY) {
    if (replay === false || expires !== undefined) return;
    throw because(
      'parameter-missing',
      'The parameter expires is missing, so its nonce would have to be kept for ever',
    );
  }
  if (created === undefined)
    throw because('parameter-missing', 'The parameter created is missing, so its age is not known');
  if (nowMs > created * 1000 + maxAgeMs + skewMs)
    throw because('too-old', 'The signature was made too long ago');
}

/** How long a nonce must be kept: until nobody would accept its message any more. */
export function keepNonceMs(
  { created, expires }: SignatureFacts,
  { maxAgeMs, skewMs }: Pick<VerifyPlan, 'maxAgeMs' | 'skewMs'>,
  nowMs: number,
): number {
  const ends = [
    expires === undefined ? Number.POSITIVE_INFINITY : expires * 1000,
    created === undefined ? Number.POSITIVE_INFINITY : created * 1000 + maxAgeMs,
  ];
  return Math.max(1, Math.ceil(Math.min(...ends) + skewMs - nowMs) + 1);
}

/** @throws A {@link SignatureError} where the key may not be used for this signature. */
export function judgeAlgorithm(
  { facts: { alg, keyid }, label }: ReadSignature,
  algorithm: SignatureAlgorithm,
  allowed: readonly SignatureAlgorithm[] | undefined,
): void {
  if (alg !== undefined && alg !== algorithm) {
    throw refusal(
      'algorithm-mismatch',
      `The signature names an algorithm other than that of its key, ${algorithm}`,
      label,
      keyid,
    );
  }
  if (allowed !== undefined && !allowed.includes(algorithm)) {
    throw refusal(
      'algorithm-refused',
      `The key is for ${algorithm}, which is not accepted here`,
      label,
      keyid,
    );
  }
}

/** @internal */
export function refusal(
  code: SignatureErrorCode,
  problem: string,
  label?: string,
  keyId?: string,
): SignatureError {
  return new SignatureError({ code, message: `${problem}.`, label, keyId });
}
