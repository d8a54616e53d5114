export type { Alert, AlertHook } from './alert.ts';
export { alerts } from './alerts.ts';
