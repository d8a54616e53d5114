import { escapeHtml } from './escape-html.ts';
import { lightsChart, mostFailuresDrawn } from './lights-chart.ts';
import { lightNames, type Width } from './look.ts';
import type { Moment } from './moment.ts';
import { retrospective } from './retrospective.ts';
import type { KataStory, LastingTest, StoryRun, Way } from './story.ts';
import { svgOf } from './svg-of.ts';
import { longestWays, mostWaysDrawn, waysChart } from './ways-chart.ts';
import { counted, duration, inWords } from './words.ts';

/** The section of one kata. */
export async function renderKata(kata: KataStory, moment: Moment): Promise<string> {
  const number = /^\d+$/.test(kata.id) ? `<span>${Number(kata.id)}</span> ` : '';
  const blocks = [
    `<h2>${number}${escapeHtml(kata.title)}</h2>`,
    `<p class="facts">${escapeHtml(facts(kata, moment))}</p>`,
    kata.success === undefined || kata.success === ''
      ? ''
      : `<p class="success">${escapeHtml(kata.success)}</p>`,
    `<p class="retro">${escapeHtml(retrospective(kata).join(' '))}</p>`,
    ...kata.lines.map((line) => renderLine(line, moment)),
    await renderLights(kata),
    renderFailures(kata),
    await renderWays(kata),
    renderLasting(kata),
  ];
  return `<article id="kata-${escapeHtml(kata.id)}">
${blocks.filter((block) => block !== '').join('\n')}
</article>`;
}

function facts(kata: KataStory, moment: Moment): string {
  const { began, ended, activeMs, boxMinutes, boxesMore, isFinished, isReleased } = kata;
  const sameDay = moment.day(began) === moment.day(ended);
  const until = sameDay ? moment.time(ended) : `${moment.day(ended)}, ${moment.time(ended)}`;
  const box =
    boxMinutes === undefined || boxMinutes === 0
      ? ''
      : ` in a box of ${boxMinutes} minutes${boxesMore === 0 ? '' : ` and ${5 * boxesMore} more`}`;
  const end = isReleased ? 'released' : isFinished ? 'finished' : 'open';
  return [
    `${moment.day(began)}, ${moment.time(began)} – ${until}`,
    `${duration(activeMs)} of work${box}`,
    end,
  ].join(' · ');
}

function renderLine({ at, text, isReason }: KataStory['lines'][number], moment: Moment): string {
  return `<blockquote><p>${escapeHtml(text)}</p><footer>${isReason ? 'why you changed goal or box' : 'your line'}, ${moment.day(at)}, ${moment.time(at)}</footer></blockquote>`;
}

async function renderLights(kata: KataStory): Promise<string> {
  if (kata.runs.length === 0) return '';
  const label = `${counted(kata.runs.length, 'light')} on the time of the kata, in words below`;
  const draw = (width: Width) => svgOf(lightsChart(kata, width), width, label);
  const caption = [
    'Every run, on the minutes of work.',
    kata.failures.length === 0
      ? ''
      : 'Below them each different failure, from the first run that showed it to the last.',
    kata.pauses.length === 0 ? '' : 'Dotted: a pause of more than five minutes, which is not counted.',
  ];
  return `<h3>Lights</h3>
<figure>${await draw('wide')}${await draw('narrow')}
<figcaption>${caption.filter((part) => part !== '').join(' ')}</figcaption>
</figure>
<details><summary>The lights in words</summary><p>${inOrder(kata.runs)}</p></details>`;
}

/** As many as one may want to read. */
const mostInWords = 300;

/** `red 2, green, amber`: the same light several times in a row is said once. */
function inOrder(runs: readonly StoryRun[]): string {
  const rows: { light: StoryRun['light']; times: number }[] = [];
  for (const { light } of runs) {
    const last = rows.at(-1);
    if (last?.light === light) last.times += 1;
    else rows.push({ light, times: 1 });
  }
  const words = rows
    .slice(-mostInWords)
    .map(({ light, times }) => `${lightNames[light]}${times === 1 ? '' : ` × ${times}`}`);
  return `${rows.length > mostInWords ? '… ' : ''}${words.join(', ')}`;
}

function renderFailures({ failures }: KataStory): string {
  if (failures.length === 0) return '';
  const shown = failures.slice(0, mostFailuresDrawn);
  const rest = failures.length - shown.length;
  const items = shown.map(({ light, title, gist, atMs, repeats }, index) => {
    const often =
      atMs.length === 1
        ? 'one run'
        : `${inWords(atMs.length)} ${atMs.length === repeats ? 'in a row' : 'runs'}`;
    const row = repeats < 2 || atMs.length === repeats ? '' : `, ${inWords(repeats)} in a row`;
    return `<li><span class="n">${index + 1}</span><span class="body"><span class="gist">${escapeHtml(gist)}</span><span class="what">${escapeHtml(title)}</span></span><span class="light ${light === 'red' ? 'red' : 'amber'}">${light === 'red' ? '■ red' : '◆ amber'}</span><span class="aside">${often}${row}</span></li>`;
  });
  return `<h3>Different failures</h3>
<ol class="failures">
${items.join('\n')}
</ol>${rest > 0 ? `\n<p class="small">And ${counted(rest, 'more different failure')} after these.</p>` : ''}`;
}

async function renderWays({ ways }: KataStory): Promise<string> {
  if (ways.length < 2) return '';
  const label = `${counted(ways.length, 'way')} from green to green, in words below`;
  const draw = (width: Width) => svgOf(waysChart(ways, width), width, label);
  const which =
    ways.length > mostWaysDrawn
      ? `The ${mostWaysDrawn} longest of ${ways.length.toLocaleString('en-GB')} ways`
      : 'Each way';
  return `<h3>From green to green</h3>
<figure>${await draw('wide')}${await draw('narrow')}
<figcaption>${which} from one green to the next, in the order they were taken: its time as the height, its runs on top. The longest stands out.</figcaption>
</figure>
<details><summary>The ways in words</summary><p>${wordsOf(ways)}</p></details>`;
}

/** `three runs in 4 minutes` */
function wordsOf(ways: readonly Way[]): string {
  return longestWays(ways)
    .map(({ fromMs, toMs, runs, lines }) => {
      const changed = lines === undefined ? '' : ` for ${counted(lines, 'line')}`;
      return `${counted(runs, 'run')} in ${duration(toMs - fromMs)}${changed}`;
    })
    .join(', ');
}

const trustMarks: Record<LastingTest['trust'], { shape: string; word: string }> = {
  proven: { shape: '●', word: 'proven' },
  'seen red': { shape: '◐', word: 'seen red' },
  untrusted: { shape: '○', word: 'untrusted' },
  'kept, not judged': { shape: '◌', word: 'not judged' },
};

function renderLasting({ lasting, lastingBefore }: KataStory): string {
  if (lasting.length === 0) return '';
  const items = lasting.map(({ name, trust, turnsAway }) => {
    const { shape, word } = trustMarks[trust];
    const away = turnsAway === 0 ? '' : `refuses ${counted(turnsAway, 'wrong client')}`;
    return `<li><span class="trust"><i aria-hidden="true">${shape}</i>${word}</span><span>${escapeHtml(name)}</span><span class="aside">${away}</span></li>`;
  });
  const before =
    lastingBefore === 0
      ? ''
      : `\n<p class="small">Beside them ${counted(lastingBefore, 'lasting test')} of earlier katas stood.</p>`;
  return `<h3>Lasting tests</h3>
<ul class="lasting">
${items.join('\n')}
</ul>${before}`;
}
