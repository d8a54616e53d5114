import { expect, test } from 'vitest';
import { readEvents } from '../moving/read-events.ts';
import { rehearse } from '../moving/rehearse.ts';
import { sitDown, writeDown } from '../moving/small-workbook.ts';
import { startKata } from '../moving/start-kata.ts';
import { Session } from '../session/session.ts';
import { Menu, type Size } from './menu.ts';

const size: Size = { look: { columns: 80, colour: false }, rows: 24, isLinear: false };

/** An open menu: `press` takes the names of keys, and answers with what the last one asks for. */
function open(session: Session, of: Partial<Size> = {}) {
  const menu = new Menu(session);
  const at = { ...size, ...of };
  return {
    press: (...names: string[]) =>
      names.map((name) => menu.key({ name, text: name, ctrl: false }, at)).at(-1),
    get screen() {
      return menu.render(at);
    },
  };
}

/** A learner who has finished the first kata and is in the third. */
function wanderer() {
  const learner = sitDown();
  writeDown(learner.client, { type: 'beat', beat: 'done' });
  const session = learner.open();
  startKata(session, '3');
  const [first] = session.katas;
  if (first === undefined) throw new Error('No kata.');
  return { ...learner, session, first };
}

test('the katas, where one is, and what may be done with the chosen one', () => {
  const { session } = wanderer();
  const menu = open(session);
  expect(menu.screen).toMatchInlineSnapshot(`
    "Move about

                 planned    yours
    + 01  one     10 min    0 min  finished
      02  two     10 min
    >[03] three   10 min    0 min  here, at its goal
      04  four    10 min

    [Enter] go on with kata 3  [a] kata 3 again, in a folder of its own
    [d] its solution as a diff  [o] its solution's files
    [1-4] choose  [c] what you have changed  [r] restart kata 3  [x] doctor
    [Esc] back
    "
  `);

  menu.press('2');
  expect(menu.screen).toMatchInlineSnapshot(`
    "Move about

                 planned    yours
    + 01  one     10 min    0 min  finished
     [02] two     10 min
    > 03  three   10 min    0 min  here, at its goal
      04  four    10 min

    [Enter] begin kata 2  [a] kata 2 again, in a folder of its own
    [d] its solution as a diff  [o] its solution's files
    [1-4] choose  [c] what you have changed  [r] restart kata 3  [x] doctor
    [Esc] back
    "
  `);
});

test('Enter begins what is chosen, by number or by arrow, and leads back to what one is in', () => {
  const { session, katas } = wanderer();
  expect(open(session).press('2', 'return')).toEqual({ type: 'start', kata: katas[1] });
  expect(open(session).press('down', 'return')).toEqual({ type: 'start', kata: katas[3] });
  expect(open(session).press('k', 'return')).toEqual({ type: 'start', kata: katas[1] });
  expect(open(session).press('return')).toEqual({ type: 'close' });
});

test('two digits are one number where there is such a kata, and the last of them counts where there is none', () => {
  const { session, katas, first } = wanderer();
  const many = new Session(session.places, [...katas, { ...first, id: '12' }]);
  expect(open(many).press('1', '2', 'return')).toMatchObject({ kata: { id: '12' } });
  expect(open(many).press('1', '4', 'return')).toMatchObject({ kata: { id: '04' } });
  expect(open(many).press('1', 'down', '2', 'return')).toMatchObject({ kata: { id: '02' } });
  expect(open(many).press('9')).toBeUndefined();
});

test('opened for one text, it closes with it', () => {
  const { session } = wanderer();
  const menu = new Menu(session, { title: 'From the top', lines: ['one\ntwo'] });
  expect(menu.render(size)).toContain('one\ntwo');
  expect(menu.key({ name: 'j', text: 'j', ctrl: false }, size)).toBeUndefined();
  expect(menu.key({ name: 'escape', text: '', ctrl: false }, size)).toEqual({ type: 'close' });
});

test('of a finished kata it asks once where to do it again', () => {
  const { session, katas } = wanderer();
  const menu = open(session);
  expect(menu.press('1', 'return')).toBeUndefined();
  expect(menu.screen).toContain('You have finished kata 1 (one). Where do you want to do it again?');
  expect(menu.press('escape')).toBeUndefined();
  expect(menu.screen).not.toContain('Where do you want');
  expect(menu.press('return', 's')).toEqual({ type: 'start', kata: katas[0] });
  expect(open(session).press('1', 'return', 'a')).toEqual({ type: 'rehearse', kata: katas[0] });
});

test('a restart is asked about, and every key but y means no', () => {
  const { session } = wanderer();
  const menu = open(session);
  menu.press('r');
  expect(menu.screen).toContain('Restart kata 3 (three)?');
  for (const no of ['escape', 'n', 'return', 'q', 'r'])
    expect(open(session).press('r', no), no).toBeUndefined();
  expect(menu.press('y')).toEqual({ type: 'restart' });
});

test('diff, solution and changes are read page by page, and closed one after the other', () => {
  const { session } = wanderer();
  const menu = open(session, { rows: 10 });
  menu.press('1', 'd');
  expect(menu.screen).toContain('What kata 1 (one) changes in the solution');
  expect(menu.screen).toContain("+export const up = 'one';");
  menu.press('q');
  expect(menu.screen).toContain('Move about');
  menu.press('3', 'o');
  expect(menu.screen).toContain('its solution gives everything away');
  menu.press('n', 'o', 'y');
  expect(menu.screen).toContain('--- src/extra.ts (new)');
  menu.press('escape', 'c');
  expect(menu.screen).toContain('nothing has changed');
  expect(menu.press('m', 'q')).toEqual({ type: 'close' });
});

test('in a rehearsal the list is of one’s own client, and only the way back leads to another kata', () => {
  const { session, client, workbook, katas, first } = wanderer();
  const { client: folder } = rehearse({ client, workbook }, katas, first);
  const menu = open(new Session({ client: folder, workbook }, katas));

  expect(menu.screen).toContain('Move about · rehearsing kata 1');
  expect(menu.screen).toMatch(/> 03 .* here, at its goal/);
  expect(menu.press('2', 'return')).toBeUndefined();
  expect(menu.screen).toContain('[l] leads back to your own client');
  expect(menu.press('l')).toEqual({ type: 'own client' });
  expect(open(session).press('l')).toBeUndefined();
});

test('spoken, the list comes once, a text comes whole, and only the chosen kata is told after that', () => {
  const { session } = wanderer();
  const menu = open(session, { rows: 5, isLinear: true });
  for (const title of ['one', 'two', 'three', 'four']) expect(menu.screen).toContain(title);
  menu.press('2');
  expect(menu.screen).toMatch(/^kata 2 \(two\)\n\[Enter\] begin kata 2/);
  menu.press('o', 'y');
  expect(menu.screen).toContain("export const up = 'two';");
  expect(menu.screen).toContain('[Enter] begin kata 2');
  expect(menu.press('return')).toMatchObject({ type: 'start', kata: { id: '02' } });
});

test('with more katas than rows the chosen one is in sight, and the screen stays within the terminal', () => {
  const { session, first } = wanderer();
  const many = Array.from({ length: 16 }, (_, index) => ({
    ...first,
    id: String(index + 1).padStart(2, '0'),
    title: 'As you would like to call it',
  }));
  const crowded = new Session(session.places, many);
  for (const rows of [14, 24])
    for (const columns of [60, 80, 120])
      for (const keys of [[], ['1', '6'], ['r'], ['1', 'return']]) {
        const menu = open(crowded, { rows, look: { columns, colour: false } });
        menu.press(...keys);
        const lines = menu.screen.trimEnd().split('\n');
        expect(lines.length).toBeLessThan(rows);
        expect(lines.some((line) => line.includes(keys[1] === '6' ? '[16]' : '['))).toBe(true);
        expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
      }
});

test('the menu itself writes nothing', () => {
  const { session, client } = wanderer();
  const before = readEvents(client);
  open(session).press('1', 'd', 'q', 'o', 'q', 'c', 'q', 'r', 'n', 'return', 'a', 'q');
  expect(readEvents(client)).toEqual(before);
});
