import { ClientError, codeOf } from './client-error.ts';

export type Call = { url: URL; init: RequestInit };
export type Handler = (call: Call) => Promise<Response>;

export const sending: Handler = async ({ url, init }) => {
  try {
    return await fetch(url, { ...init, redirect: 'manual' });
  } catch (cause) {
    init.signal?.throwIfAborted();
    throw new ClientError(codeOf(cause), url, cause);
  }
};

export const httpsOnly =
  (next: Handler): Handler =>
  async (call) => {
    if (call.url.protocol !== 'https:') throw new ClientError('https-required', call.url);
    return next(call);
  };

export const following =
  (next: Handler): Handler =>
  async (first) => {
    const calls = [first];
    for (const call of calls) {
      const response = await next(call);
      const location = response.headers.get('location');
      if (location === null || ![301, 302, 303, 307, 308].includes(response.status)) return response;
      if (call.init.redirect === 'manual') return response;
      if (call.init.redirect === 'error' || calls.length > 5) break;
      calls.push(redirected(call, response.status, new URL(location, call.url)));
    }
    throw new ClientError('network', first.url);
  };

function redirected({ url, init }: Call, status: number, to: URL): Call {
  const headers = to.host === url.host ? init.headers : withoutSecrets(new Headers(init.headers));
  const next: RequestInit = headers === undefined ? { ...init } : { ...init, headers };
  if (status === 303 || (status < 303 && init.method === 'POST')) {
    next.method = init.method === 'HEAD' ? 'HEAD' : 'GET';
    next.body = null;
  }
  return { url: to, init: next };
}

function withoutSecrets(headers: Headers): Headers {
  for (const name of [...headers.keys()]) if (!name.startsWith('accept')) headers.delete(name);
  return headers;
}
