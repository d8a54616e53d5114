import { ClientError, codeOf } from './client-error.ts';

export async function send(url: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(new Request(url.href, init));
  } catch (cause) {
    if (init.signal?.aborted) throw init.signal.reason;
    throw new ClientError(codeOf(cause), url, cause);
  }
}
