import type { StepEdits } from '../../coach/kata/kata.ts';

export const edits: StepEdits = {
  '01-hands-over-any-answer.test.ts': [
    {
      file: 'index.ts',
      find: `    return false;
  }
}
`,
      replace: `    return false;
  }
}

export type Client = (input: string | URL, init?: RequestInit) => Promise<Response>;

export function createClient(): Client {
  return (input, init) => fetch(input, init);
}
`,
    },
  ],
  '02-says-that-the-network-failed.test.ts': [
    {
      file: 'client-error.ts',
      find: '',
      replace: `export type ErrorCode = 'network';

/** There was no answer: \`code\` says why. */
export class ClientError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, url: string | URL) {
    super(\`No answer from \${url}: \${code}\`);
    this.code = code;
  }
}
`,
    },
    {
      file: 'index.ts',
      find: 'export async function isUp(',
      replace: `import { ClientError } from './client-error.ts';

export async function isUp(`,
    },
    {
      file: 'index.ts',
      find: `  return (input, init) => fetch(input, init);
}
`,
      replace: `  return ask;
}

async function ask(input: string | URL, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(input, init);
  } catch {
    throw new ClientError('network', input);
  }
}
`,
    },
  ],
  '03-keeps-what-really-happened.test.ts': [
    {
      file: 'client-error.ts',
      find: `/** There was no answer: \`code\` says why. */`,
      replace: `/** There was no answer: \`code\` says why, \`cause\` keeps what really happened. */`,
    },
    {
      file: 'client-error.ts',
      find: `  constructor(code: ErrorCode, url: string | URL) {
    super(\`No answer from \${url}: \${code}\`);`,
      replace: `  constructor(code: ErrorCode, url: string | URL, cause?: unknown) {
    super(\`No answer from \${url}: \${code}\`, { cause });`,
    },
    {
      file: 'index.ts',
      find: `  } catch {
    throw new ClientError('network', input);`,
      replace: `  } catch (cause) {
    throw new ClientError('network', input, cause);`,
    },
  ],
  '04-tells-refused-from-too-late.test.ts': [
    {
      file: 'client-error.ts',
      find: `export type ErrorCode = 'network';`,
      replace: `export type ErrorCode = 'network' | 'timeout' | 'refused';`,
    },
    {
      file: 'client-error.ts',
      find: `    this.code = code;
  }
}
`,
      replace: `    this.code = code;
  }
}

const codes: Record<string, ErrorCode> = {
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
};

/** fetch says the same of every failure; they differ in the code of its cause. */
export function codeOf(error: unknown): ErrorCode {
  const cause = error instanceof Error ? error.cause : undefined;
  if (!(cause instanceof Error) || !('code' in cause)) return 'network';
  return codes[String(cause.code)] ?? 'network';
}
`,
    },
    {
      file: 'index.ts',
      find: 'import { ClientError } from',
      replace: 'import { ClientError, codeOf } from',
    },
    {
      file: 'index.ts',
      find: `new ClientError('network', input, cause)`,
      replace: 'new ClientError(codeOf(cause), input, cause)',
    },
  ],
  '05-gives-no-secret-away.test.ts': [
    {
      file: 'client-error.ts',
      find: `  constructor(code: ErrorCode, url: string | URL, cause?: unknown) {
    super(\`No answer from \${url}: \${code}\`, { cause });`,
      replace: `  constructor(code: ErrorCode, url: URL, cause?: unknown) {
    super(\`No answer from \${url.origin}\${url.pathname}: \${code}\`, { cause });`,
    },
    {
      file: 'index.ts',
      find: 'new ClientError(codeOf(cause), input, cause)',
      replace: 'new ClientError(codeOf(cause), new URL(input), cause)',
    },
  ],
  '06-hands-back-the-callers-reason.test.ts': [
    {
      file: 'index.ts',
      find: `  } catch (cause) {
`,
      replace: `  } catch (cause) {
    if (init?.signal?.aborted) throw init.signal.reason;
`,
    },
  ],
};
