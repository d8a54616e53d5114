// A whole coach in a process of its own, for tests that kill it: node … coach/faults/sit.ts <client>. It talks to pipes
// as it would to a terminal.
import { workbookFolder } from '../kata/folders.ts';
import { watch } from '../watch/watch.ts';

const [client = ''] = process.argv.slice(2);

process.exitCode = await watch({ client, workbook: workbookFolder });
