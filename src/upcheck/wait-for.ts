import { listen } from '../core/listen.ts';

/** `work`, or a rejection with the reason of one asker's signal as soon as it aborts. The work goes on. @internal */
export function waitFor<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const unlisten = listen(signal, () => reject(signal.reason));
    work.then(resolve, reject).finally(unlisten);
  });
}
