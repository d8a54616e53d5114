import type { Call } from '../core/call.ts';

const SECRET_HEADER = /auth|cookie|key|secret|signature|token/i;

/**
 * The transport's error as it may be printed. That is the error itself, unless something in its chain of causes quotes
 * the call's query string or a credential, or holds the bytes that were received. Then a stand-in with the same name
 * and code takes its place: a log keeps what it was given for years.
 *
 * @internal
 */
export function safeCause(error: unknown, call: Call): unknown {
  const secrets = secretsOf(call);
  const unsafe = chainOf(error).some((each) => {
    if ('data' in each || 'input' in each) return true;
    const text = `${Reflect.get(each, 'message')}\n${Reflect.get(each, 'stack')}`;
    return secrets.some((secret) => text.includes(secret));
  });
  return unsafe ? standIn(error) : error;
}

function secretsOf(call: Call): string[] {
  const secrets: string[] = [];
  const { search } = new URL(call.url);
  if (search.length > 1) secrets.push(search.slice(1));
  for (const [name, value] of call.headers) {
    if (SECRET_HEADER.test(name) && value !== '') secrets.push(value);
  }
  return secrets;
}

function chainOf(error: unknown): object[] {
  const chain: object[] = [];
  const waiting: unknown[] = [error];
  for (const each of waiting) {
    if (typeof each !== 'object' || each === null || chain.includes(each)) continue;
    chain.push(each);
    if ('cause' in each) waiting.push(each.cause);
    if ('errors' in each && Array.isArray(each.errors)) waiting.push(...each.errors);
  }
  return chain;
}

function standIn(error: unknown): Error {
  const chain = chainOf(error);
  const last = chain.at(-1);
  const name = last === undefined ? 'Error' : String(Reflect.get(last, 'name'));
  const code = chain.map((each) => Reflect.get(each, 'code')).findLast((each) => typeof each === 'string');
  const copy = new Error(`${name}: its message is left out, since it quotes what must not be logged.`);
  return code === undefined ? copy : Object.assign(copy, { code });
}
