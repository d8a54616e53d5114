import { AsyncLocalStorage } from 'node:async_hooks';
import { ClientError } from './client-error.ts';

export type Upcheck = { isUp: boolean; trouble: ClientError | undefined };

/** Whatever goes wrong is an answer: down. */
export async function ask(url: URL, question: Promise<Response>): Promise<Upcheck> {
  try {
    const { ok, status, body } = await question;
    await body?.cancel();
    return { isUp: ok, trouble: ok ? undefined : new ClientError('down', url, status) };
  } catch (cause) {
    return { isUp: false, trouble: new ClientError('down', url, cause) };
  }
}

const answers = new AsyncLocalStorage<Map<object, Promise<Upcheck>>>();

/** Runs the work as one web request. */
export function requestScope<Result>(work: () => Result): Result {
  return answers.run(answers.getStore() ?? new Map(), work);
}

/** The promise is kept, so those who ask at the same time share it too. */
export function oncePerRequest(upcheck: () => Promise<Upcheck>): () => Promise<Upcheck> {
  return () => {
    const known = answers.getStore() ?? new Map();
    const answer = known.get(upcheck) ?? upcheck();
    known.set(upcheck, answer);
    return answer;
  };
}
