export async function isUp(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { redirect: 'error' })).ok;
  } catch {
    return false;
  }
}
