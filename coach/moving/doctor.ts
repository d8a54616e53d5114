import { type Check, preflight, renderPreflight } from '../preflight/preflight.ts';
import type { Places } from '../session/session.ts';
import type { Answer } from './answer.ts';
import { checkJournal } from './check-journal.ts';
import { checkPackages } from './check-packages.ts';
import { checkSettings } from './check-settings.ts';
import { checkWorkbook } from './check-workbook.ts';

/** Looks at all a sitting stands on, and says what cures what is not well. Changes nothing. */
export async function doctor({ client, workbook }: Places): Promise<Answer> {
  const ready = await preflight(client);
  const checks: Check[] = [
    ...ready.checks,
    checkPackages(workbook),
    checkJournal(client),
    ...checkSettings(client, workbook),
    await checkWorkbook(workbook),
  ];
  const ill = checks.filter(({ ok }) => !ok).length;
  return {
    exit: ill === 0 ? 0 : 1,
    lines: [
      renderPreflight({ ...ready, checks }),
      '',
      ill === 0 ? 'Nothing needs a cure.' : `${ill} of ${checks.length} need a cure.`,
    ],
  };
}
