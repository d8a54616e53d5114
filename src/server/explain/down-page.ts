import type { Explanation } from '../../explain/index.ts';

/** What stands on the page besides the sentence. */
export interface PageTexts {
  /** Of the page, as a BCP 47 tag. Default `en`. */
  readonly lang?: string;
  /** Default by what is the matter, for example `Please try later`. */
  readonly heading?: string;
  /** Stands before the time. Default `That is at`. */
  readonly timeLabel?: string;
  /** The link to the same page; there is none where the work is tried again without the user. Default `Try again`. */
  readonly tryAgain?: string;
}

const STYLE = `
:root { color-scheme: light dark; font: 100%/1.6 system-ui, sans-serif; color: #1b1b1b; background: #fff; }
main { max-width: 34rem; margin: 0 auto; padding: 18vh 1.5rem 3rem; overflow-wrap: break-word; }
h1 { font-size: 1.75rem; line-height: 1.25; margin: 0 0 1rem; }
p { margin: 0 0 1rem; }
a { color: #0b57a4; }
@media (prefers-color-scheme: dark) { :root { color: #ececec; background: #16181b; } a { color: #8ec5ff; } }
`;

/** So that the browser takes nothing else from this page than what it is. */
export const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";

/** The page, whole: no script, no image, nothing to load. @internal */
export function downPage(
  explanation: Explanation,
  { texts, hasLink, nowMs }: { readonly texts: PageTexts; readonly hasLink: boolean; readonly nowMs: number },
): string {
  const { sentence, retryAfterMs } = explanation;
  const {
    lang = 'en',
    heading = headingOf(explanation),
    timeLabel = 'That is at',
    tryAgain = 'Try again',
  } = texts;
  const parts = [
    `<h1>${escaped(heading)}</h1>`,
    `<p>${escaped(sentence)}</p>`,
    ...(retryAfterMs === undefined
      ? []
      : [`<p>${escaped(timeLabel)} ${time(nowMs, retryAfterMs, lang)}</p>`]),
    ...(hasLink ? [`<p><a href="">${escaped(tryAgain)}</a></p>`] : []),
  ];
  return `<!doctype html>
<html lang="${escaped(lang)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escaped(heading)}</title>
<style>${STYLE}</style>
</head>
<body>
<main dir="auto">
${parts.join('\n')}
</main>
</body>
</html>
`;
}

function headingOf({ matter, mayPass }: Explanation): string {
  if (matter === 'not-found') return 'Not found';
  return mayPass ? 'Please try later' : 'This does not work at the moment';
}

const MINUTE_MS = 60_000;
const HALF_A_DAY_MS = 12 * 60 * MINUTE_MS;

/** In UTC, since nobody knows here where the reader is; rounded up to the minute, so that nobody comes too early. */
function time(nowMs: number, retryAfterMs: number, lang: string): string {
  const at = new Date(Math.ceil((nowMs + retryAfterMs) / MINUTE_MS) * MINUTE_MS);
  const words = new Intl.DateTimeFormat(lang, {
    ...(retryAfterMs < HALF_A_DAY_MS ? {} : { day: 'numeric', month: 'long', year: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: 'UTC',
    timeZoneName: 'short',
  }).format(at);
  return `<time datetime="${at.toISOString()}">${escaped(words)}</time>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
