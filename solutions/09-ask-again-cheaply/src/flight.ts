/** One request, for all who ask the same while it is under way. */
export type Flight<Result> = { result: Promise<Result>; waiting: number; end: AbortController };

/** Whoever leaves leaves alone; with the last one the flight ends. */
export function aboard<Result>(flight: Flight<Result>, signal: RequestInit['signal']): Promise<Result> {
  flight.waiting += 1;
  return new Promise((resolve, reject) => {
    const leave = () => {
      reject(signal?.reason);
      flight.waiting -= 1;
      if (flight.waiting === 0) flight.end.abort(signal?.reason);
    };
    signal?.addEventListener('abort', leave);
    flight.result.then(resolve, reject).finally(() => signal?.removeEventListener('abort', leave));
  });
}
