/** In characters: what a learner reads at one sitting. The journal keeps it for ever. */
const longestHead = 8_000;
const longestTail = 4_000;

/** What tests printed: all of it, or where it is a flood its beginning, its end, and how much was between. */
export class KeptOutput {
  #head = '';
  #tail = '';
  /** Characters and lines that went by between head and tail. */
  #lost = { lines: 0, characters: 0 };

  add(text: string): void {
    const room = this.#lost.characters > 0 || this.#tail !== '' ? 0 : longestHead - this.#head.length;
    this.#head += text.slice(0, room);
    const tail = this.#tail + text.slice(room);
    const over = Math.max(0, tail.length - longestTail);
    if (over > 0) {
      this.#lost.characters += over;
      this.#lost.lines += linesIn(tail, over);
    }
    this.#tail = tail.slice(over);
  }

  toString(): string {
    if (this.#lost.characters === 0) return this.#head + this.#tail;
    const { lines, characters } = this.#lost;
    if (lines === 0) return `${this.#head}\n… ${characters} characters left out …\n${this.#tail}`;
    // Whole lines: of the two that were cut, the first counts as lost already.
    const head = this.#head.slice(0, this.#head.lastIndexOf('\n') + 1);
    const tail = this.#tail.slice(this.#tail.indexOf('\n') + 1);
    return `${head}… ${lines + 1} lines left out …\n${tail}`;
  }
}

function linesIn(text: string, until: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < until; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}
