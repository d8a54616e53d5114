export { EXPLAIN_OPTIONS, explain } from './explain.ts';
export type { ExplainOptions, Explanation, Matter, SentenceFacts, Sentences } from './explanation.ts';
