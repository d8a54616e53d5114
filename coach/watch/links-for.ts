import { createSupportsHyperlinks } from 'supports-hyperlinks';
import { fileUrl } from '../screen/file-url.ts';
import { isLinear } from './is-linear.ts';

/**
 * Where the paths on a screen lead to, in a terminal that makes links of what is marked as one. Not in VS Code's: it
 * finds the paths in the text by itself and opens them at their line, while a link takes it to the top of the file.
 */
export function linksFor(output: { isTTY?: boolean }): ((shown: string) => string) | undefined {
  const { TERM, TERM_PROGRAM, FORCE_HYPERLINK } = process.env;
  if (isLinear() || output.isTTY !== true || TERM === 'dumb') return undefined;
  if (TERM_PROGRAM === 'vscode' && FORCE_HYPERLINK === undefined) return undefined;
  if (!createSupportsHyperlinks(output)) return undefined;
  return (shown) => fileUrl(shown, process.cwd(), process.platform);
}
