/** One line of a learner's test list. */
export type ListItem = { text: string; isTicked: boolean };

/** The items of a Markdown task list: `- [ ] waits at least as long as the server says`. All else is the learner's own. */
export function parseList(markdown: string): ListItem[] {
  return [...markdown.matchAll(/^\s*[-*+] \[([ xX])\] +(.+?)\s*$/gm)].map(([, mark, text = '']) => ({
    text,
    isTicked: mark !== ' ',
  }));
}
