import { createEntry, type Entry, type EntryParts, headerOf, keptHeaders } from './entry.ts';

/** What these say of the bytes that are kept stays true: RFC 9111, section 3.2. */
const OF_THE_BYTES = new Set(['content-encoding', 'content-length', 'content-range']);

/** When an answer was asked for and when it came. */
export type Moment = Pick<EntryParts, 'requestedAtMs' | 'receivedAtMs' | 'order'>;

/** A kept answer with the headers of a 304, or of an answer to `HEAD`, in the place of its own: RFC 9111, section 4.3.4. */
export function freshen(entry: Entry, headers: Headers, moment: Moment, heuristics: boolean): Entry {
  const brought = keptHeaders(headers).filter(([name]) => !OF_THE_BYTES.has(name));
  const names = new Set([...brought.map(([name]) => name), ...(headers.has('age') ? [] : ['age'])]);
  const merged = [...entry.headers.filter(([name]) => !names.has(name)), ...brought];
  const { receivedAtMs } = moment;
  // Without a date, the old one would make the answer as old as it was (RFC 9110, section 6.6.1).
  const dated: EntryParts['headers'] = names.has('date')
    ? merged
    : [
        ...merged.filter(([name]) => name !== 'date'),
        ['date', new Date(receivedAtMs).toUTCString()] as const,
      ];
  return createEntry({ ...entry, ...moment, headers: dated }, heuristics);
}

/** Whether an answer to `HEAD` is about the bytes that are kept: RFC 9111, section 4.3.5. */
export function isAbout(entry: Entry, headers: Headers): boolean {
  return ['etag', 'last-modified', 'content-length'].every((name) => {
    const theirs = headers.get(name);
    const ours = headerOf(entry.headers, name);
    return theirs === null || ours === null || theirs === ours;
  });
}
