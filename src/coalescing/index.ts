export { coalescing } from './layer.ts';
