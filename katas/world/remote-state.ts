import type { Outage } from './network-error.ts';

/** A request as the service saw it. Header names are lower-case. */
export type SeenRequest = {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string;
  /** The body's octets, for those that are no text. */
  bytes: Uint8Array<ArrayBuffer>;
};

/** What a service says. A number is a status with no body; an object as `body` is sent as JSON. */
export type Answer =
  | number
  | {
      status?: number;
      headers?: Record<string, string>;
      body?: string | Uint8Array | object;
      /** Headers come at once, the body this many milliseconds later. */
      bodyAfterMs?: number;
    };

/** An answer, or how to find one. A `Response` is read to its end before it is sent. */
export type Answers = Answer | ((request: SeenRequest) => Answer | Response | Promise<Answer | Response>);

/** Which requests fail in flaky weather; the first counts from the moment the weather turned. */
export type FlakyPattern = 'first fails' | 'every other fails' | 'two of three fail';

/** `login page`: 200 and somebody else's HTML. `cut`: 200 and a body that ends in the middle. */
export type Lie = 'login page' | 'cut';

export type Weather =
  | { kind: 'steady' }
  | { kind: 'slow'; ms: number }
  | { kind: 'flaky'; pattern: FlakyPattern }
  | { kind: 'down'; outage: Outage }
  | { kind: 'lying'; lie: Lie };

export type Route = { method: string; path: string; answers: Answers[]; asked: number };

export type RemoteState = {
  url: URL;
  requests: SeenRequest[];
  routes: Route[];
  everywhere: Route | undefined;
  weather: Weather;
  /** Requests since the weather turned. */
  sinceWeather: number;
};
