export type { Outage } from './network-error.ts';
export { pass } from './pass.ts';
export { type Remote, remote } from './remote.ts';
export type { Answer, Answers, FlakyPattern, Lie, SeenRequest } from './remote-state.ts';
export { UnexpectedRequestError } from './unexpected-request-error.ts';
