/** Waits, and ends at once with the signal's reason where the signal aborts. */
export async function pause(ms: number, signal: AbortSignal | null | undefined): Promise<void> {
  signal?.throwIfAborted();
  let over = () => {};
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    over = () => {
      clearTimeout(timer);
      resolve();
    };
    signal?.addEventListener('abort', over);
  });
  signal?.removeEventListener('abort', over);
  signal?.throwIfAborted();
}
