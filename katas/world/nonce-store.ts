/** Where a verifier keeps the nonces it has accepted. */
export type ReplayStore = { addIfAbsent(id: string, keepMs: number): Promise<boolean> };

/** A store in memory, on the clock of the test. It answers as one over a network does: not at once. */
export function nonceStore(): ReplayStore {
  const keptUntil = new Map<string, number>();
  return {
    addIfAbsent: async (id, keepMs) => {
      if ((keptUntil.get(id) ?? 0) > Date.now()) return false;
      keptUntil.set(id, Date.now() + keepMs);
      return true;
    },
  };
}
