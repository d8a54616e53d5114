import type { Light } from '../journal/event.ts';
import type { JudgedClients, KataStory, Way } from './story.ts';
import { counted, duration, inWords, listed, sentence } from './words.ts';

/** A kata in sentences. Facts: it says what happened, and neither praises nor blames. */
export function retrospective(kata: KataStory): string[] {
  if (kata.runs.length === 0) return ['No run so far.', ...placeOf(kata)];
  return [
    summary(kata),
    lightsOf(kata),
    ...stepsOf(kata),
    ...stubborn(kata),
    ...predictionsOf(kata),
    ...helpOf(kata),
    ...lastingOf(kata),
    ...placeOf(kata),
  ];
}

/** The run of the whole kata in one sentence. */
function summary({ runs, activeMs, failures, pauses, ways }: KataStory): string {
  const longest = longestOf(ways);
  const paused = pauses.length === 0 ? '' : `, with ${counted(pauses.length, 'pause')}`;
  const parts = [
    `${counted(runs.length, 'run')} in ${duration(activeMs)}${paused}`,
    counted(failures.length, 'different failure'),
    ...(ways.length > 1 && longest !== undefined
      ? [
          `the longest way to the next green took ${duration(longest.toMs - longest.fromMs)} and ${counted(longest.runs, 'run')}`,
        ]
      : []),
  ];
  return sentence(parts.join('; '));
}

function lightsOf({ runs }: KataStory): string {
  const counts = new Map<Light, number>();
  for (const { light } of runs) counts.set(light, (counts.get(light) ?? 0) + 1);
  const words: [Light, string][] = [
    ['green', 'green'],
    ['red', 'red'],
    ['amber', 'amber'],
    ['nothing', 'without a test that ran'],
  ];
  const parts = words.flatMap(([light, word]) => {
    const number = counts.get(light);
    return number === undefined ? [] : [{ number, word }];
  });
  const [first, ...others] = parts;
  if (first === undefined) return '';
  return sentence(
    listed([
      `${inWords(first.number)} ${first.number === 1 ? 'was' : 'were'} ${first.word}`,
      ...others.map(({ number, word }) => `${inWords(number)} ${word}`),
    ]),
  );
}

export function longestOf(ways: readonly Way[]): Way | undefined {
  return ways.reduce<Way | undefined>(
    (longest, way) =>
      longest === undefined || way.toMs - way.fromMs > longest.toMs - longest.fromMs ? way : longest,
    undefined,
  );
}

/** How much was changed at a time. */
function stepsOf({ ways }: KataStory): string[] {
  // A step may have changed tests alone.
  const lines = ways.flatMap((way) => (way.lines === undefined || way.lines === 0 ? [] : [way.lines]));
  if (lines.length < 2) return [];
  const least = lines.reduce((least, number) => Math.min(least, number));
  const most = lines.reduce((most, number) => Math.max(most, number));
  return least === most
    ? [sentence(`every step changed ${counted(most, 'line')} of src/`)]
    : [sentence(`the smallest step changed ${counted(least, 'line')} of src/, the largest ${inWords(most)}`)];
}

function predictionsOf({ predictions: { made, came } }: KataStory): string[] {
  if (made === 0) return [];
  const which = came === made ? (made === 1 ? 'it' : 'all') : inWords(came).replace('no', 'none');
  return [sentence(`${counted(made, 'light')} ${made === 1 ? 'was' : 'were'} predicted; ${which} came true`)];
}

/** The failure that stayed longest, where one stayed. */
function stubborn({ failures }: KataStory): string[] {
  const most = failures.reduce((top, { repeats }) => Math.max(top, repeats), 0);
  const which = failures.findIndex(({ repeats }) => repeats === most);
  return most < 3
    ? []
    : [sentence(`failure ${which + 1} came ${inWords(most)} times in a row, each time after an edit`)];
}

function helpOf({ hints, undos }: KataStory): string[] {
  return [
    ...(hints === 0 ? [] : [sentence(`${counted(hints, 'hint')} ${hints === 1 ? 'was' : 'were'} opened`)]),
    ...(undos === 0 ? [] : [sentence(`the files went back to a snapshot ${times(undos)}`)]),
  ];
}

function times(number: number): string {
  if (number === 1) return 'once';
  return number === 2 ? 'twice' : `${inWords(number)} times`;
}

function lastingOf({ isReleased, releasedTests, lasting, lastingBefore, judged }: KataStory): string[] {
  const stand = lasting.length + lastingBefore;
  const went =
    isReleased && releasedTests > 0
      ? [
          sentence(
            `${counted(releasedTests, 'throwaway test')} went, ${counted(stand, 'lasting test')} stayed`,
          ),
        ]
      : [];
  return [...went, ...(judged === undefined || stand === 0 ? [] : [judgedSentence(judged)])];
}

function judgedSentence({ accepted, refused, caught, escaped }: JudgedClients): string {
  return sentence(
    `of the right clients ${share(accepted, refused, 'accepted')}; of the wrong ones ${share(caught, escaped, 'refused')}`,
  );
}

function wholeOf(number: number): string {
  if (number === 1) return 'the only one';
  return number === 2 ? 'both' : `all ${inWords(number)}`;
}

/** `all five were accepted`, `four of five were refused`. */
function share(number: number, others: number, done: string): string {
  const which = others === 0 ? wholeOf(number) : `${inWords(number)} of ${inWords(number + others)}`;
  return `${which} ${number === 1 ? 'was' : 'were'} ${done}`;
}

function placeOf({ place }: KataStory): string[] {
  if (place === undefined) return [];
  const where =
    place.beat === 'red-green' && place.step > 0 ? `step ${place.step}` : `the beat “${place.beat}”`;
  return [sentence(`the kata is open at ${where}`)];
}
