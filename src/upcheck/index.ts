export { requestScope } from './request-scope.ts';
export type { Upcheck, UpcheckCall } from './upcheck.ts';
export type { UpcheckOptions } from './upcheck-options.ts';
