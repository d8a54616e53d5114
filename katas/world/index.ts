export type { Outage } from './network-error.ts';
export { pass } from './pass.ts';
export {
  type Answer,
  type Answers,
  type FlakyPattern,
  type Lie,
  type Remote,
  remote,
  type SeenRequest,
} from './remote.ts';
export { UnexpectedRequestError } from './unexpected-request-error.ts';
