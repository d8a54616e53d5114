import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { JournalEvent } from '../journal/event.ts';
import { replay } from '../journal/replay.ts';
import type { Kata, Step } from '../kata/kata.ts';
import { stepsOf } from '../kata/steps-of.ts';
import { render } from './render.ts';
import type { Moment, View } from './view.ts';

const hints = { question: 'What comes back when you type nothing?', pointer: 'Look at what isUp returns.' };

const firstRed: Kata = {
  id: '01',
  slug: '01-first-red',
  folder: '/w/katas/01-first-red',
  title: 'First red',
  minutes: 15,
  help: 'replay',
  success: 'isUp(url) says yes only when the service itself answers 2xx, and never throws.',
  idea: 'Decide what success is before you start. The first red is a result, not a mistake.',
  text: '',
  steps: [
    {
      kind: 'test',
      test: '01-says-yes.test.ts',
      title: 'says yes to 200',
      purpose: 'the first thing a caller asks',
      hints,
    },
    {
      kind: 'test',
      test: '02-says-no.test.ts',
      title: 'says no to 503',
      purpose: 'an answer is not a yes',
      hints,
    },
  ],
  curates: false,
};

const letGo: Kata = {
  ...firstRed,
  id: '04',
  slug: '04-let-go',
  title: 'Let go',
  help: 'given',
  curates: true,
};

const escapeCharacter = String.fromCharCode(27);
const bell = String.fromCharCode(7);

const quiet: Moment = {
  busy: undefined,
  say: undefined,
  question: undefined,
  isPredicting: false,
  isHigh: false,
  whole: false,
  now: 0,
  preflight: undefined,
};

type Told = JournalEvent extends infer Event
  ? Event extends JournalEvent
    ? Omit<Event, 'at'>
    : never
  : never;

function viewAfter(kata: Kata, events: Told[], more: Partial<View> = {}): View {
  const state = replay(
    events.map((event, minute) => ({ ...event, at: new Date(minute * 60_000).toISOString() })),
  );
  return {
    state,
    kata,
    katas: [firstRed, letGo],
    step: stepsOf(kata, state.beat)[state.step - 1],
    worked: {
      '01-says-yes.test.ts': [
        {
          file: 'index.ts',
          isNew: false,
          lines: [
            { sign: '-', text: '  return undefined;' },
            { sign: '+', text: '  return true;' },
          ],
        },
      ],
    },
    contract: 'export declare function isUp(url: string): Promise<boolean>;\n',
    bugs: [{ id: 'any-answer', says: 'any answer counts as up', hint: 'Which answers are no yes?' }],
    trust: [],
    written: {},
    lists: { behaviours: [], own: [] },
    types: undefined,
    clientPath: 'my-client',
    isRehearsal: false,
    moment: quiet,
    ...more,
  };
}

const plain = { columns: 80, colour: false };

const started: Told[] = [
  { type: 'kata', kata: '01' },
  { type: 'beat', beat: 'red-green' },
  { type: 'step', step: 1 },
];

const red: Told = {
  type: 'run',
  light: 'red',
  executed: 1,
  passed: 0,
  failed: 1,
  skipped: 0,
  ms: 120,
  source: 's1',
  tests: [
    { file: 'throwaway/kata-01/01-says-yes.test.ts', name: 'says yes to 200', state: 'failed', hash: 'h' },
  ],
  failures: [
    {
      file: 'throwaway/kata-01/01-says-yes.test.ts',
      test: 'says yes to 200',
      light: 'red',
      kind: 'assertion',
      message: 'expected undefined to be true',
      expected: 'true',
      actual: 'undefined',
      where: 'throwaway/kata-01/01-says-yes.test.ts:8:32',
      fingerprint: 'f1',
      gist: 'expected true, got undefined',
    },
  ],
};

const green: Told = {
  ...red,
  light: 'green',
  passed: 1,
  failed: 0,
  source: 's2',
  tests: [
    { file: 'throwaway/kata-01/01-says-yes.test.ts', name: 'says yes to 200', state: 'passed', hash: 'h' },
  ],
  failures: [],
};

describe('the screen', () => {
  test('goal', () => {
    expect(render(viewAfter(firstRed, [{ type: 'kata', kata: '01' }]), plain)).toMatchInlineSnapshot(`
      "Kata 1 of 4 · First red                                          time-box 15 min
      [goal] · red, green, refactor · done

      Success     isUp(url) says yes only when the service itself answers 2xx, and
                  never throws.
      Idea        Decide what success is before you start. The first red is a result,
                  not a mistake.
      Read        katas/01-first-red/README.md

      [Enter] start  [m] move about  [q] quit
      "
    `);
  });

  test('first red of a replayed kata, with the edit that turns it green', () => {
    expect(render(viewAfter(firstRed, [...started, red]), plain)).toMatchInlineSnapshot(`
      "Kata 1 of 4 · First red                                              3 of 15 min
      goal · [red, green, refactor] · done                             lights so far x

      Step 1      says yes to 200
                  the first thing a caller asks
      Test        my-client/throwaway/kata-01/01-says-yes.test.ts
      Your code   my-client/src/index.ts

      Solution    a change to my-client/src/index.ts. Your lines may differ.
        -   return undefined;
        +   return true;

      x RED  1 of 1 failed
        says yes to 200
        expected  true
        got       undefined
        my-client/throwaway/kata-01/01-says-yes.test.ts:8:32
      Your first red, and you can trust it: the test ran, compared, and said no. Now
      type the least that turns it green.

      [n] skip this step  [p] predict  [w] whole output  [m] move about  [q] quit
      "
    `);
  });

  test('green', () => {
    expect(render(viewAfter(firstRed, [...started, red, green]), plain)).toMatchInlineSnapshot(`
      "Kata 1 of 4 · First red                                              4 of 15 min
      goal · [red, green, refactor] · done                           lights so far x +

      Step 1      says yes to 200
                  the first thing a caller asks
      Test        my-client/throwaway/kata-01/01-says-yes.test.ts
      Your code   my-client/src/index.ts

      + GREEN  1 of 1 passed
      Tidy up now if something is ugly; every save is checked. Then [n].

      [n] next step  [p] predict  [w] whole output  [m] move about  [q] quit
      "
    `);
  });

  test('curating: a refusal of a right client, and what it asks', () => {
    const events: Told[] = [
      { type: 'kata', kata: '04' },
      { type: 'beat', beat: 'curate' },
      {
        ...green,
        tests: [{ file: 'lasting/client.test.ts', name: 'up > only a 2xx', state: 'passed', hash: 'h' }],
      },
      {
        type: 'judged',
        tests: [
          { file: 'lasting/client.test.ts', name: 'up > only a 2xx', refuses: ['asks-with-head'], fails: [] },
        ],
        otherWays: {
          accepted: ['solution', 'library'],
          refused: [
            {
              way: 'asks-with-head',
              file: 'lasting/client.test.ts',
              test: 'up > only a 2xx',
              message: "expected 'HEAD' to be 'GET'",
            },
          ],
        },
        bugs: { caught: [], escaped: ['any-answer'] },
        notJudged: [],
      },
    ];
    const trust = [{ file: 'lasting/client.test.ts', name: 'up > only a 2xx', trust: 'untrusted' as const }];
    expect(render(viewAfter(letGo, events, { trust }), plain)).toMatchInlineSnapshot(`
      "Kata 4 of 4 · Let go                                                 3 of 15 min
      goal · sketch · red, green, refactor · [curate] · release · done
      lights so far +

      Write the few tests that stay, in my-client/lasting/. Each says what must be
      true whatever the inside looks like. Your throwaway tests are still there to
      copy from.

      Lasting     1 test
      untrusted   up > only a 2xx
      proven: every right client passes it and a wrong one fails it. untrusted: not
      seen to fail yet. not judged: no other right client has what it asks for, so it
      may hold on to how yours is built.

      + GREEN  1 of 1 passed

      Right       + solution  + library  x asks-with-head
      Wrong       0 of 1 caught

      "up > only a 2xx" refuses asks-with-head, which is a right client built another
      way:
        expected 'HEAD' to be 'GET'
      What must be true for both?

      [n] release  [h] hint  [w] whole output  [m] move about  [q] quit
      "
    `);
  });

  test('curating: the rows of a test.each are one test of those a goal allows, and the light counts each', () => {
    const names = ['up > says no to 404', 'up > says no to 503'];
    const events: Told[] = [
      { type: 'kata', kata: '04' },
      { type: 'beat', beat: 'curate' },
      {
        ...green,
        tests: names.map((name) => ({
          file: 'lasting/up.test.ts',
          name,
          state: 'passed' as const,
          hash: 'h',
        })),
      },
    ];
    const trust = names.map((name) => ({ file: 'lasting/up.test.ts', name, trust: 'untrusted' as const }));

    const screen = render(viewAfter({ ...letGo, mostLasting: 6 }, events, { trust }), plain);

    expect(screen).toContain('1 test, of at most 6 (the light counts 2: each row of a');
  });

  // A path stays on one line, or no terminal can open it.
  test.each([40, 60, 80, 120])('writes no line wider than %i columns, but for paths', (columns) => {
    const screen = render(viewAfter(firstRed, [...started, red]), { columns, colour: false });
    const prose = screen.split('\n').filter((line) => !line.includes('my-client/'));
    for (const line of prose) expect(line.length).toBeLessThanOrEqual(columns);
  });

  test('without colour no escape is written; with colour the words stay the same', () => {
    const view = viewAfter(firstRed, [...started, red]);
    const withColour = render(view, { columns: 80, colour: true });
    expect(render(view, plain)).not.toContain(escapeCharacter);
    expect(withColour).toContain(escapeCharacter);
    expect(stripVTControlCharacters(withColour)).toBe(render(view, plain));
  });
});

describe('links', () => {
  const failed: Told =
    red.type === 'run'
      ? { ...red, failures: red.failures.map((one) => ({ ...one, where: 'src/index.ts:31:9' })) }
      : red;
  const view = viewAfter(firstRed, [...started, failed]);
  const linked = { ...plain, urlOf: (shown: string) => `file:///w/${shown}` };

  test('the paths of test, code and failure are links, and the text of the screen stays as it is', () => {
    const screen = render(view, linked);
    // Node's own strips no more of a link than its marks, as a terminal does.
    expect(stripVTControlCharacters(screen)).toBe(render(view, plain));
    const links = screen.split('\n').filter((line) => line.includes(bell));
    expect(
      links.map((line) => line.replaceAll(escapeCharacter, 'ESC').replaceAll(bell, 'BEL')),
    ).toMatchInlineSnapshot(`
      [
        "Test        ESC]8;;file:///w/my-client/throwaway/kata-01/01-says-yes.test.tsBELmy-client/throwaway/kata-01/01-says-yes.test.tsESC]8;;BEL",
        "Your code   ESC]8;;file:///w/my-client/src/index.tsBELmy-client/src/index.tsESC]8;;BEL",
        "  ESC]8;;file:///w/my-client/src/index.ts:31:9BELmy-client/src/index.ts:31:9ESC]8;;BEL",
      ]
    `);
  });

  test.each([40, 60, 100])(
    'at %i columns no line is wider for its links, and none ends inside one',
    (columns) => {
      const screen = render(view, { ...linked, columns });
      expect(stripVTControlCharacters(screen)).toBe(render(view, { ...plain, columns }));
      for (const line of screen.split('\n')) expect(line.split(bell).length % 2).toBe(1);
    },
  );
});

describe('what is said below a light', () => {
  const edited = (source: string): Told => ({ ...red, source });
  const says = (...events: Told[]) => render(viewAfter(firstRed, [...started, ...events]), plain);

  test('a prediction, before the run and after it', () => {
    const predicted: Told = { type: 'predict', light: 'green' };
    expect(says(red, predicted)).toContain('You expect your next save to show green.');
    expect(says(red, predicted, green)).toContain('As you expected: green.');
    expect(says(red, predicted, edited('s2'))).toContain(
      'You expected green, and it is red: worth a moment before you go on.',
    );
    expect(says(red, predicted, green, edited('s3'))).not.toContain('You expected');
  });

  test('a prediction is of a save: the run that [n] starts leaves it open', () => {
    const predicted: Told = { type: 'predict', light: 'green' };
    const next: Told = { type: 'step', step: 2, source: 's2' };
    const first = says(edited('s1'), predicted, next, edited('s2'));
    expect(first).toContain('You expect your next save to show green.');
    expect(first).not.toContain('You expected');
    expect(says(edited('s1'), predicted, next, edited('s2'), edited('s3'))).toContain('You expected green');
  });

  test('nothing at the second time but that it is the same; an offer at the third, and another the next time', () => {
    const three = [edited('s1'), edited('s2'), edited('s3')];
    expect(says(...three.slice(0, 2))).toContain('The same failure as before.');

    const offerIn = (screen: string) => /third time after an edit\.\n([\s\S]*?)\n\n/.exec(screen)?.[1];
    const first = offerIn(says(...three));
    const second = offerIn(says(...three, green, edited('s4'), edited('s5'), edited('s6')));
    expect(first).toMatch(/\w/);
    expect(second).toMatch(/\w/);
    expect(second).not.toBe(first);
  });

  test('a slip of the pen is no progress; an assertion further down is', () => {
    const failingAt = (source: string, testLine: number, fingerprint: string): Told =>
      red.type === 'run'
        ? { ...red, source, failures: red.failures.map((failure) => ({ ...failure, testLine, fingerprint })) }
        : red;
    const first = failingAt('s1', 10, 'f1');
    expect(says(first, failingAt('s2', 12, 'f2'))).toContain('A new failure: progress.');
    expect(says(first, failingAt('s2', 8, 'f2'))).toContain('A different failure. It was');
  });

  test('where the failure that was shown is mended and another is left, the mended one is named', () => {
    if (red.type !== 'run') throw new Error('no run');
    const [failure] = red.failures;
    const [passed] = red.tests;
    if (failure === undefined || passed === undefined) throw new Error('no failure');
    const other = { ...failure, test: 'says no', fingerprint: 'f9' };
    const both: Told = { ...red, failures: [failure, other] };
    const one: Told = {
      ...red,
      source: 's2',
      tests: [{ ...passed, state: 'passed' }],
      failures: [{ ...other, fingerprint: 'f8' }],
    };
    expect(says(both, one)).toContain(`"${failure.test}" is green now.`);
    expect(says(both, one)).not.toContain('progress');
  });

  test('a test of another step that this save turned red is a side effect', () => {
    const [file, name] = ['throwaway/kata-01/02-says-no.test.ts', 'says no to 503'];
    const both = (state: 'passed' | 'failed'): Told =>
      green.type === 'run' ? { ...green, tests: [...green.tests, { file, name, state, hash: 'i' }] } : green;
    const broken = both('failed');
    const failure = {
      file,
      test: name,
      light: 'red',
      kind: 'error',
      message: 'm',
      fingerprint: 'f',
      gist: 'g',
    } as const;
    const now: Told =
      broken.type === 'run' ? { ...broken, light: 'red', source: 's3', failures: [failure] } : broken;
    expect(says(red, both('passed'), now)).toContain(
      'A side effect: "says no to 503" was green until this save.',
    );
  });

  test('how large the step to a green was', () => {
    const step: Told =
      green.type === 'run' ? { ...green, source: 's4', changed: [{ file: 'index.ts', lines: 4 }] } : green;
    expect(says(red, green, red, step)).toContain('Since the last green: 2 minutes, 4 lines in index.ts.');
  });
});

test('the test list: how much is done, and what is open', () => {
  const own = [
    { text: 'says yes to 200', isTicked: true },
    { text: 'says no to 503', isTicked: false },
  ];
  expect(
    render(viewAfter(firstRed, [...started, green], { lists: { behaviours: [], own } }), plain),
  ).toContain('List        1 of 2 done\n            [ ] says no to 503');
});

test('behaviours: all of a long one stands beside its box', () => {
  const behaviours = [
    { text: 'counts anew after a success', isTicked: true },
    {
      text: 'asks again after the cool-down: a success closes the circuit, a failure opens it again',
      isTicked: false,
    },
  ];
  const kata: Kata = { ...letGo, help: 'behaviours' };
  expect(render(viewAfter(kata, [...started, green], { lists: { behaviours, own: [] } }), plain)).toContain(
    [
      'Behaviours  1 of 2 done, in an order of yours',
      '            [x] counts anew after a success',
      '            [ ] asks again after the cool-down: a success closes the circuit, a',
      '                failure opens it again',
    ].join('\n'),
  );
});

test('behaviours: there is a hint while one is open, whatever the light, and none when all are ticked', () => {
  const own: Step = { kind: 'own', id: 'a', title: 'says yes', purpose: 'a first', hints };
  const kata: Kata = { ...letGo, help: 'behaviours', steps: [own] };
  const keys = (at: Step | undefined) => render(viewAfter(kata, [...started, green], { step: at }), plain);
  expect(keys(own)).toContain('[h] hint');
  expect(keys(undefined)).not.toContain('[h]');
});

describe('the time-box', () => {
  const minutes = (count: number): Told[] => Array.from({ length: count }, () => red);
  const screen = (...events: Told[]) => render(viewAfter(firstRed, [...started, ...events]), plain);

  test('asks when it is over, and not before', () => {
    expect(screen(...minutes(12))).not.toContain('What now?');
    expect(screen(...minutes(14))).toContain('The 15 minutes of this kata are over. What now?');
  });

  test('five more are offered once; any other answer settles it', () => {
    const more: Told = { type: 'box', decision: 'more' };
    expect(screen(...minutes(14))).toContain('[+] five more');
    expect(screen(...minutes(14), more)).not.toContain('What now?');
    const again = screen(...minutes(14), more, ...minutes(5));
    expect(again).toContain('The 20 minutes of this kata are over');
    expect(again).not.toContain('[+] five more');
    expect(screen(...minutes(14), { type: 'box', decision: 'hint' }, ...minutes(9))).not.toContain(
      'What now?',
    );
  });
});

describe('what other clients and the workbook say of a kata', () => {
  const judged = (more: Partial<Extract<Told, { type: 'judged' }>>): Told => ({
    type: 'judged',
    tests: [],
    otherWays: { accepted: ['solution'], refused: [] },
    bugs: { caught: [], escaped: ['any-answer'] },
    notJudged: [],
    ...more,
  });
  const begun: Told = { type: 'kata', kata: '04' };

  test('a test that only a wrong client passes is named with the hint of that client', () => {
    const why = 'it passes neither with your client nor with any other right one';
    const wrong = { file: 'lasting/up.test.ts', test: 'a 404 is up', why, asksFor: 'any-answer' };
    const events: Told[] = [begun, { type: 'beat', beat: 'curate' }, judged({ notJudged: [wrong] })];
    const screen = render(viewAfter(letGo, events), plain);
    expect(screen).toContain(
      '"a 404 is up" refuses every right client and holds with one that is wrong: any\nanswer counts as up.\nHint        Which answers are no yes?',
    );
    expect(screen).not.toContain(why);
  });

  test('the whole output says of each lasting test what it catches, and whom it refuses', () => {
    const name = { file: 'lasting/up.test.ts', name: 'only a 2xx' };
    const events: Told[] = [
      begun,
      { type: 'beat', beat: 'curate' },
      { ...green, tests: [{ ...name, state: 'passed', hash: 'h' }] },
      judged({ tests: [{ ...name, refuses: ['asks-with-head'], fails: ['any-answer'] }] }),
    ];
    const view = viewAfter(letGo, events);
    expect(render({ ...view, moment: { ...view.moment, whole: true } }, plain)).toContain(
      '  + only a 2xx\n      refuses asks-with-head, built another way and right\n      catches: any answer counts as up',
    );
  });

  test('at the end, what its own lasting tests do not find, or that they find all', () => {
    const atEnd = (missing: string[]) =>
      render(
        viewAfter(letGo, [begun, { type: 'beat', beat: 'done' }, green, { type: 'held', missing }]),
        plain,
      );
    expect(atEnd(['isUp', 'cancelling'])).toMatch(
      /Not yet +isUp; cancelling\. The workbook's own lasting tests/,
    );
    expect(atEnd([])).toContain("the workbook's own lasting tests of this kata pass");
  });
});
