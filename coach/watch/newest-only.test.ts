import { expect, test } from 'vitest';
import { NewestOnly } from './newest-only.ts';

/** A task whose runs end when told, and which notes what was newest when it began. */
function controlledTask() {
  const world = { newest: 'first', begun: [] as string[], finish: () => {} };
  const task = () =>
    new Promise<void>((resolve) => {
      world.begun.push(world.newest);
      world.finish = resolve;
    });
  return { world, task };
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test('a save during a run is not lost: one more run judges the newest content', async () => {
  const { world, task } = controlledTask();
  const queue = new NewestOnly(task);

  const done = queue.request();
  for (const save of ['second', 'third', 'fourth']) {
    world.newest = save;
    void queue.request();
  }
  world.finish();
  await turn();
  world.finish();
  await done;

  expect(world.begun).toEqual(['first', 'fourth']);
});

test('a request in the very moment in which a run ends is not lost', async () => {
  for (let moment = 0; moment < 10; moment += 1) {
    const { world, task } = controlledTask();
    const queue = new NewestOnly(task);
    void queue.request();
    world.finish();
    for (let microtask = 0; microtask < moment; microtask += 1) await undefined;
    world.newest = 'second';
    void queue.request();
    await turn();
    world.finish();

    expect(world.begun, `requested ${moment} microtasks later`).toContain('second');
  }
});

test('a run that fails does not stop the next one', async () => {
  let calls = 0;
  const queue = new NewestOnly(async () => {
    calls += 1;
    if (calls === 1) throw new Error('broken');
  });

  await expect(queue.request()).rejects.toThrow('broken');
  await queue.request();

  expect(calls).toBe(2);
});
