/**
 * A transport in memory for your own tests, with any test runner. Start with {@link scripted}.
 *
 * @packageDocumentation
 */
export { type Answer, always, delayed, fetchFailed, hang, type Repeated, type Reply } from './answers.ts';
export { type AnswerInit, brokenBody, stalledBody } from './bodies.ts';
export { type Script, scripted } from './scripted.ts';
export type { SentRequest } from './sent-request.ts';
