export async function isUp(url: string): Promise<boolean> {
  const response = await fetch(url, { redirect: 'manual' }).catch(() => undefined);
  return response?.ok ?? false;
}

export type Client = (input: string | URL, init?: RequestInit) => Promise<Response>;

/** No class: an error, and a code put onto it. The cause is the innermost one. */
export const createClient = (): Client => (input, init) =>
  fetch(input, init).catch((error: unknown) => {
    init?.signal?.throwIfAborted();
    const cause = innermost(error);
    const code = wordFor(cause);
    throw Object.assign(new Error(`${new URL(input).host} gave no answer (${code})`, { cause }), { code });
  });

function innermost(error: unknown): unknown {
  return error instanceof Error && error.cause !== undefined ? innermost(error.cause) : error;
}

function wordFor(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code === 'ECONNREFUSED') return 'refused';
  return /TIMEDOUT|TIMEOUT/.test(code) ? 'timeout' : 'network';
}
