import { isUnopened, SOURCE } from './body-source.ts';

/** Lets go of an answer nobody will read, so that its connection is not held. @internal */
export function discard(response: Response): void {
  const body = isUnopened(response) ? response[SOURCE] : response.body;
  body?.cancel().catch(() => {});
}
