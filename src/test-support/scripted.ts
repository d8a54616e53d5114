import { type Answer, always, type Script, type SentRequest, scripted as script } from '../testing/index.ts';

export { fetchFailed } from '../testing/index.ts';

export type Sent = SentRequest;

/** An answer, or `'silence'`: a transport that neither answers nor hears its signal. */
export type Step = Answer | 'silence';

/** A script whose last answer goes for all attempts that follow. */
export function scripted(...steps: readonly Step[]): Script {
  const answers = steps.map((step): Answer => (step === 'silence' ? () => new Promise(() => {}) : step));
  return script(...answers.slice(0, -1), always(answers.at(-1) ?? 200));
}
