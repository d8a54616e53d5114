export { attemptHeaderLayer } from './attempt-header.ts';
export { deadlineHeaderLayer } from './deadline-header.ts';
