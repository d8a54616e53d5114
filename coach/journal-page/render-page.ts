import { escapeHtml } from './escape-html.ts';
import { type Moment, momentIn } from './moment.ts';
import { renderKata } from './render-kata.ts';
import type { KataStory, Story } from './story.ts';
import { stripChart } from './strip-chart.ts';
import { style } from './style.ts';
import { svgOf } from './svg-of.ts';
import { counted, duration, sentence } from './words.ts';

export type PageOptions = {
  /** When the page was made. */
  now: Date;
  /** The journal's name as a reader knows it. */
  source: string;
  /** The reader's own time zone where none is given. */
  timeZone?: string;
};

/** The story as one HTML file that needs no script, no network and no other file. */
export async function renderPage({ katas }: Story, { now, source, timeZone }: PageOptions): Promise<string> {
  const moment = momentIn(timeZone);
  const articles: string[] = [];
  for (const kata of katas) articles.push(await renderKata(kata, moment));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Journal</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>Journal</h1>
<p class="retro">${escapeHtml(opening(katas, moment))}</p>
${await contents(katas)}
</header>
<main>
${articles.join('\n')}
</main>
<footer class="small">Computed from ${escapeHtml(source)} on ${moment.day(now.toISOString())}, ${moment.time(now.toISOString())}.</footer>
</body>
</html>
`;
}

function opening(katas: readonly KataStory[], moment: Moment): string {
  const [first] = katas;
  const last = katas.reduce((latest, { ended }) => (ended > latest ? ended : latest), '');
  if (first === undefined) return 'Nothing is written yet. The first run of “npm start” begins the journal.';
  const runs = katas.reduce((sum, kata) => sum + kata.runs.length, 0);
  const work = katas.reduce((sum, kata) => sum + kata.activeMs, 0);
  const days =
    moment.day(first.began) === moment.day(last)
      ? `on ${moment.day(last)}`
      : `from ${moment.day(first.began)} to ${moment.day(last)}`;
  return `${sentence(`${counted(katas.length, 'kata')}, ${days}`)} ${sentence(`${counted(runs, 'run')} in ${duration(work)} of work`)}`;
}

function numberOf({ id }: KataStory): string {
  return `<span>${/^\d+$/.test(id) ? Number(id) : ''}</span>`;
}

async function contents(katas: readonly KataStory[]): Promise<string> {
  if (katas.length === 0) return '';
  const rows: string[] = [];
  for (const kata of katas) {
    const strip = await svgOf(stripChart(kata.runs), 'lights', 'The lights in a row');
    rows.push(
      `<tr><td>${numberOf(kata)}<a href="#kata-${escapeHtml(kata.id)}">${escapeHtml(kata.title)}</a></td><td class="number">${duration(kata.activeMs)}</td><td class="number">${kata.runs.length}</td><td class="number optional">${kata.failures.length}</td><td class="strip" aria-hidden="true">${strip}</td></tr>`,
    );
  }
  return `<nav aria-label="Katas"><table>
<thead><tr><th scope="col">Kata</th><th scope="col" class="number">Work</th><th scope="col" class="number">Runs</th><th scope="col" class="number optional">Failures</th><th scope="col" class="strip" aria-hidden="true">Green above the line, red below, amber on it</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table></nav>`;
}
