import type { Answer, Answers, RemoteState, Route, SeenRequest } from './remote-state.ts';
import { theWorld } from './world.ts';

/** The service whose address the URL begins with; the longest address wins, and of two equal ones the newest. */
export function findRemote(url: URL): RemoteState | undefined {
  return theWorld()
    .remotes.filter((remote) => isBelow(remote.url, url))
    .reduce<RemoteState | undefined>(
      (best, remote) =>
        best === undefined || remote.url.pathname.length >= best.url.pathname.length ? remote : best,
      undefined,
    );
}

/** What the service says in good weather, or nothing where the test expects no such request. */
export function findAnswer(remote: RemoteState, request: SeenRequest): Answers | undefined {
  const url = new URL(request.url);
  const route = remote.routes.find((route) => matches(remote, route, request.method, url));
  if (route !== undefined) return nextOf(route);
  if (remote.everywhere !== undefined) return nextOf(remote.everywhere);
  return remote.routes.length === 0 ? 200 : undefined;
}

/** What the weather makes of it: another answer, or this one. */
export function underWeather(remote: RemoteState, answer: Answer): Answer {
  const { weather, sinceWeather } = remote;
  if (weather.kind === 'flaky' && flakyFails[weather.pattern](sinceWeather)) return 503;
  if (weather.kind === 'lying' && weather.lie === 'login page')
    return {
      status: 200,
      headers: { 'content-type': 'text/html; charset=utf-8' },
      body: '<!doctype html><title>Log in</title><form method="post" action="/login"></form>',
    };
  return answer;
}

/** By the number of the request, from 1. */
const flakyFails = {
  'first fails': (number: number) => number === 1,
  'every other fails': (number: number) => number % 2 === 1,
  'two of three fail': (number: number) => number % 3 !== 0,
};

function nextOf(route: Route): Answers | undefined {
  const answer = route.answers[Math.min(route.asked, route.answers.length - 1)];
  route.asked += 1;
  return answer;
}

function matches(remote: RemoteState, route: Route, method: string, url: URL): boolean {
  if (route.method !== method) return false;
  const wanted = remote.url.pathname.replace(/\/$/, '') + route.path;
  return wanted === (route.path.includes('?') ? url.pathname + url.search : url.pathname);
}

function isBelow(base: URL, url: URL): boolean {
  const path = base.pathname.replace(/\/$/, '');
  return url.origin === base.origin && (url.pathname === path || url.pathname.startsWith(`${path}/`));
}
