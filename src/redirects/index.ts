export { type RedirectsOptions, redirects } from './layer.ts';
