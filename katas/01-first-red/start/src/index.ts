export async function isUp(_url: string) {
  return undefined;
}
