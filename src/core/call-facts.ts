import type { CallFacts } from './call-event.ts';

/** What a call is known by. A `Call` is one. @internal */
export interface Named {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly route: string | undefined;
}

/** Whose event it is. Costs the parsing of a URL: ask `hasListeners` first. @internal */
export function factsOf({ id, method, url, route }: Named): CallFacts {
  const { origin, pathname } = new URL(url);
  return { callId: id, method, origin, path: pathname, route };
}
