import type { Outage } from './network-error.ts';
import type { Answers, FlakyPattern, Lie, RemoteState, SeenRequest, Weather } from './remote-state.ts';
import { theWorld } from './world.ts';

/** A service on the other side of the network. It answers 200 until told otherwise. */
export type Remote = {
  /** Where it is, without a slash at the end. */
  readonly url: string;
  /** Every request that was sent to it, in order; also those that the weather swallowed. */
  readonly requests: readonly SeenRequest[];
  /** Answers everything so. Several answers are given in turn, and the last one from then on. */
  answers(...answers: [Answers, ...Answers[]]): Remote;
  /** Answers one method and path so; other paths are unexpected unless `answers` was said too. */
  on(method: string, path: string, ...answers: [Answers, ...Answers[]]): Remote;
  /** Sends everybody elsewhere. */
  redirects(to: string, status?: 301 | 302 | 303 | 307 | 308): Remote;
  /** Good weather: it answers at once. */
  steady(): Remote;
  /** Every answer takes this long. Move the clock with `pass`. */
  slow(ms: number): Remote;
  /** Some requests get 503, always the same ones. */
  flaky(pattern?: FlakyPattern): Remote;
  /** No answer at all. A time-out is reported at once: nobody waits ten seconds for it. */
  down(outage?: Outage): Remote;
  /** Says 200 and does not mean it. */
  lying(lie?: Lie): Remote;
};

/**
 * Puts a service into the fake data centre until the test ends.
 *
 * ```ts
 * const service = remote('https://orders.example.test').answers(503, 200);
 * ```
 */
export function remote(url: string): Remote {
  const state: RemoteState = {
    url: new URL(url),
    requests: [],
    routes: [],
    everywhere: undefined,
    weather: { kind: 'steady' },
    sinceWeather: 0,
  };
  theWorld().remotes.push(state);

  const turn = (weather: Weather): Remote => {
    state.weather = weather;
    state.sinceWeather = 0;
    return self;
  };
  const self: Remote = {
    url: url.replace(/\/$/, ''),
    requests: state.requests,
    answers(...answers) {
      // Whoever says what it answers does not mean an outage of before to go on.
      if (state.weather.kind === 'down') turn({ kind: 'steady' });
      state.everywhere = { method: '*', path: '*', answers, asked: 0 };
      return self;
    },
    on(method, path, ...answers) {
      state.routes.unshift({ method: method.toUpperCase(), path, answers, asked: 0 });
      return self;
    },
    redirects: (to, status = 302) => self.answers({ status, headers: { location: to } }),
    steady: () => turn({ kind: 'steady' }),
    slow: (ms) => turn({ kind: 'slow', ms }),
    flaky: (pattern = 'every other fails') => turn({ kind: 'flaky', pattern }),
    down: (outage = 'refused') => turn({ kind: 'down', outage }),
    lying: (lie = 'login page') => turn({ kind: 'lying', lie }),
  };
  return self;
}
