export async function isUp(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { method: 'HEAD', redirect: 'error' })).ok;
  } catch {
    return false;
  }
}
