import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the workbook: where katas/, solutions/ and src/ live. */
export const workbookFolder = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** Where the learner's client is made. A test or a second sitting can point elsewhere. */
export const clientFolder = resolve(process.env.HOLDFAST_CLIENT ?? join(workbookFolder, 'my-client'));
