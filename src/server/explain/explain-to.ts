import { checkNames } from '../../errors/check-names.ts';
import { optionError } from '../../errors/option-error.ts';
import { EXPLAIN_OPTIONS, type ExplainOptions, explain } from '../../explain/index.ts';
import { discard } from '../../response/discard.ts';
import { problem } from '../problem.ts';
import { downPage, PAGE_POLICY, type PageTexts } from './down-page.ts';
import { prefersHtml } from './prefers-html.ts';

/** Options of {@link explainTo}: those of `explain`, and what stands on the page. */
export interface ExplainToOptions extends ExplainOptions {
  /** The page's language, heading and labels. Default English. */
  readonly page?: PageTexts;
  /** Where a person can read more: the problem document's `type` and a `Link` header. Default none. */
  readonly helpUrl?: string;
}

const PAGE_NAMES = [
  'timeLabel',
  'heading',
  'lang',
  'tryAgain',
] as const satisfies readonly (keyof PageTexts)[];

/**
 * Answers a user's request with what is the matter: a page that says "please try later" for a browser, a problem
 * document (RFC 9457) for a program. Which of them, the request's `Accept` decides.
 *
 * The answer has the explanation's status, `Retry-After` where the time is known, and `Cache-Control: no-store`. The page
 * needs no script, no image and nothing from elsewhere; it is light or dark as the reader likes, and everything in it is
 * escaped.
 *
 * @param request - Whose request it is; only its headers are looked at.
 * @param trouble - What was thrown, or an answer that the program did not expect; its body is let go of.
 *
 * @throws A `HoldfastError` with code `options` where an option cannot be. For no `trouble` whatever.
 *
 * @example
 * ```ts
 * async function showOrders(request: Request): Promise<Response> {
 *   try {
 *     return page(await orders('latest'));
 *   } catch (error) {
 *     return explainTo(request, error, { feature: 'your orders' });
 *   }
 * }
 * ```
 */
export function explainTo(
  request: { readonly headers: Headers },
  trouble: unknown,
  options: ExplainToOptions = {},
): Response {
  checkNames('', options, [...EXPLAIN_OPTIONS, 'helpUrl', 'page']);
  const { page = {}, helpUrl, ...explaining } = options;
  checkNames('page.', page, PAGE_NAMES);
  const lang = languageOf(page.lang);
  checkHelpUrl(helpUrl);
  const explanation = explain(trouble, explaining);
  if (trouble instanceof Response) discard(trouble);

  const { matter, sentence, status, mayPass, retryAfterMs } = explanation;
  const hasLink = mayPass && options.keepsTrying !== true;
  const retryAfterS = retryAfterMs === undefined ? undefined : Math.ceil(retryAfterMs / 1_000);
  const answer = prefersHtml(request.headers.get('accept'))
    ? pageAnswer(downPage(explanation, { texts: page, hasLink, nowMs: Date.now() }), status, retryAfterS)
    : problem({
        status,
        code: matter,
        detail: sentence,
        ...(retryAfterS === undefined ? {} : { retryAfterS }),
        helpUrl,
      });
  answer.headers.set('content-language', lang);
  answer.headers.append('vary', 'accept');
  return answer;
}

function pageAnswer(page: string, status: number, retryAfterS: number | undefined): Response {
  const headers = new Headers({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': PAGE_POLICY,
    'x-content-type-options': 'nosniff',
  });
  if (retryAfterS !== undefined) headers.set('retry-after', String(retryAfterS));
  return new Response(page, { status, headers });
}

function languageOf(lang = 'en'): string {
  try {
    const [tag] = Intl.getCanonicalLocales(lang);
    if (tag !== undefined) return tag;
  } catch {}
  throw optionError(
    `Option page.lang is ${JSON.stringify(lang)}. Give a language tag, such as 'en' or 'pt-BR'.`,
  );
}

function checkHelpUrl(helpUrl: string | undefined): void {
  if (helpUrl === undefined || URL.canParse(helpUrl)) return;
  throw optionError(`Option helpUrl is ${JSON.stringify(helpUrl)}. Give an absolute URL.`);
}
