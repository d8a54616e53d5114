/** Whose an answer is that several calls were given: of the call that asked, or of one that joined it. */
export type ShareOf = 'first' | 'other';

const shares = new WeakMap<Response, ShareOf>();

/** Marks an answer that several calls were given, and that is kept already. @internal */
export function markShared(response: Response, share: ShareOf): Response {
  shares.set(response, share);
  return response;
}

/** Undefined for an answer that one call alone was given. @internal */
export function shareOf(response: Response): ShareOf | undefined {
  return shares.get(response);
}
