import type { Call } from '../core/call.ts';
import { factsOf } from '../core/call-facts.ts';
import type { Layer } from '../core/layer.ts';
import { target } from '../core/target.ts';
import { checkCount } from '../errors/check-count.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import { takeBody } from '../response/body-source.ts';
import { createAnswer } from '../response/create-answer.ts';
import { discard } from '../response/discard.ts';
import { decideHop, headersAfter, isRedirect, refuseUrl } from './machine.ts';

/** Options of {@link redirects}. */
export interface RedirectsOptions {
  /** How many redirects are followed. `false`: none, and the redirect itself is the answer. Default 5. */
  readonly limit?: number | false;
  /** Lets `http:` through to this machine. Default: nowhere. */
  readonly allowHttp?: 'loopback' | undefined;
}

/**
 * Follows redirects, and refuses whatever is not https: the first URL, and that of every hop.
 *
 * Redirects are followed here and not in `fetch`, which follows from https to http and takes the body and every header
 * but a few along. This needs a transport that shows redirects, as those of servers do; browsers hide them.
 *
 * - 301 and 302 turn POST into GET, 303 turns all but GET and HEAD into GET, 307 and 308 change nothing
 *   (RFC 9110, section 15.4).
 * - Another origin gets no credentials: only headers on a short list go along.
 * - An unsafe method or a body is never sent on to another origin.
 * - `init.redirect` is obeyed: `'manual'` hands the redirect back, `'error'` makes it an error.
 *
 * @throws A {@link HoldfastError} with code `https-required` or `redirect`.
 *
 * @example
 * ```ts
 * const send = compose(fetch, redirects({ limit: 2 }));
 * ```
 */
export function redirects(options: RedirectsOptions = {}): Layer {
  const { limit = 5, allowHttp } = options;
  checkCount('limit', limit);

  return {
    name: 'redirects',
    describe: () => ({ limit, allowHttp: allowHttp ?? false }),
    wrap: (next) => async (first) => {
      const refusal = first.url.startsWith('https://') ? undefined : refuseUrl(new URL(first.url), allowHttp);
      if (refusal !== undefined) {
        throw new HoldfastError({
          code: 'https-required',
          message: `${target(first.method, first.url)} was not sent: ${refusal}.`,
        });
      }

      let call = first;
      for (let followed = 0; ; followed += 1) {
        const response = await next(call);
        if (!isRedirect(response.status)) return followed === 0 ? response : redirected(response, call);
        if (limit === false && call.redirect !== 'error') return response;
        if (call.redirect === 'manual') return response;

        const decision = decideHop({
          status: response.status,
          location: response.headers.get('location'),
          method: call.method,
          url: call.url,
          body: call.body.kind,
          followed,
          limit: call.redirect === 'error' || limit === false ? 0 : limit,
          allowHttp,
        });
        if (decision.kind === 'answer') return followed === 0 ? response : redirected(response, call);

        discard(response);
        if (decision.kind === 'refuse') throw refused(decision.code, decision.why, call);
        if (call.hasListeners('redirect-followed')) {
          const { origin: toOrigin } = new URL(decision.url);
          call.emit({ kind: 'redirect-followed', ...factsOf(call), status: response.status, toOrigin });
        }
        call = call.with({
          method: decision.method,
          url: decision.url,
          headers: headersAfter(call.headers, decision),
          ...(decision.dropsBody ? { body: { kind: 'none' } } : {}),
        });
      }
    },
  };
}

function redirected(response: Response, call: Call): Response {
  return createAnswer(response, { url: call.url, redirected: true }, takeBody(response));
}

function refused(code: 'redirect' | 'https-required', why: string, call: Call): HoldfastError {
  const said = call.redirect === 'error' ? "redirected, and the call asked for redirect: 'error'" : why;
  return new HoldfastError({
    code: call.redirect === 'error' ? 'redirect' : code,
    message: `${target(call.method, call.url)}: ${said}.`,
    attempts: call.progress.attempts,
  });
}
