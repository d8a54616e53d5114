export type { PageTexts } from './down-page.ts';
export { type ExplainToOptions, explainTo } from './explain-to.ts';
