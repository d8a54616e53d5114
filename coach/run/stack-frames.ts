import { fileURLToPath } from 'node:url';

export type StackFrame = { method: string; file: string; line: number; column: number; isAsync: boolean };

const atPlace = /^\s+at (async )?(?:(.*?) \()?(.+?):(\d+):(\d+)\)?$/gm;

/**
 * The frames of a stack that is a text, without the runner's own. The same file may be in it as a path and as a URL.
 */
export function stackFrames(stack: string, windows = process.platform === 'win32'): StackFrame[] {
  return [...stack.replaceAll('\r\n', '\n').matchAll(atPlace)]
    .map(([, async, method = '', place = '', line, column]) => ({
      method,
      file: place.startsWith('file://') ? fileURLToPath(place, { windows }) : place,
      line: Number(line),
      column: Number(column),
      isAsync: async !== undefined,
    }))
    .filter(({ file }) => !/node_modules[\\/]@?vitest[\\/]/.test(file));
}
