/** Follows redirects, and then looks where the answer came from. */
export const isUp = async (url: string): Promise<boolean> => {
  const response = await fetch(url).catch(() => undefined);
  if (response === undefined || response.redirected) return false;
  await response.body?.cancel();
  return Math.floor(response.status / 100) === 2;
};
