import { ClientError, type ErrorCode } from './client-error.ts';

type Explanation = { sentence: string; status: number; retryAfterMs: number | undefined };

const late: ErrorCode[] = ['timeout', 'deadline'];

export function explain(trouble: unknown, options: { feature?: string } = {}): Explanation {
  const feature = options.feature ?? 'what you asked for';
  if (!(trouble instanceof ClientError) || trouble.code === 'https-required') {
    const sentence = `Something is wrong on our side, and ${feature} can't be shown. We have been told.`;
    return { sentence, status: 500, retryAfterMs: undefined };
  }
  const ms = 'retryAfterMs' in trouble ? Number(trouble.retryAfterMs) : undefined;
  const when = ms === undefined ? 'in a few minutes' : `at ${new Date(Date.now() + ms).toUTCString()}`;
  const sentence = `It isn't you: ${feature} can't be reached just now. Please come back ${when}.`;
  return { sentence, status: late.includes(trouble.code) ? 504 : 503, retryAfterMs: ms };
}

/** A heading and a paragraph for browsers, JSON for everybody else. */
export function explainTo(
  { headers }: Request,
  trouble: unknown,
  options: { feature?: string } = {},
): Response {
  const { sentence, status, retryAfterMs } = explain(trouble, options);
  const isBrowser = headers.get('accept')?.includes('text/html') ?? false;
  const again: Record<string, string> =
    retryAfterMs === undefined ? {} : { 'retry-after': `${1 + Math.trunc(retryAfterMs / 1000)}` };
  if (!isBrowser) return Response.json({ detail: sentence }, { status, headers: again });
  const page = `<!doctype html><title>Down</title><h1>Please try later</h1><p>${escaped(sentence)}</p>`;
  return new Response(page, { status, headers: { ...again, 'content-type': 'text/html; charset=utf-8' } });
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
