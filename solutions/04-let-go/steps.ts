import type { StepEdits } from '../../coach/kata/kata.ts';

export const edits: StepEdits = {
  'one-request': [
    {
      file: 'index.ts',
      find: '    return await fetch(url.href, init);',
      replace: '    return await fetch(new Request(url.href, init));',
    },
  ],
  'send-in-its-own-file': [
    {
      file: 'send.ts',
      find: '',
      replace: `import { ClientError, codeOf } from './client-error.ts';

export async function send(url: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(new Request(url.href, init));
  } catch (cause) {
    if (init.signal?.aborted) throw init.signal.reason;
    throw new ClientError(codeOf(cause), url, cause);
  }
}
`,
    },
    {
      file: 'index.ts',
      find: `import { ClientError, codeOf } from './client-error.ts';
import { nextHop } from './next-hop.ts';
`,
      replace: `import { ClientError } from './client-error.ts';
import { nextHop } from './next-hop.ts';
import { send } from './send.ts';
`,
    },
    {
      file: 'index.ts',
      find: 'await ask(url, {',
      replace: 'await send(url, {',
    },
    {
      file: 'index.ts',
      find: `async function ask(url: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(new Request(url.href, init));
  } catch (cause) {
    if (init.signal?.aborted) throw init.signal.reason;
    throw new ClientError(codeOf(cause), url, cause);
  }
}

`,
      replace: '',
    },
  ],
};
