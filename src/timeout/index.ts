export { timeout } from './layer.ts';
