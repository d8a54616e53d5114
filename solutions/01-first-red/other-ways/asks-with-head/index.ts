export function isUp(url: string): Promise<boolean> {
  return fetch(url, { method: 'HEAD', redirect: 'error' }).then(
    ({ status }) => status >= 200 && status < 300,
    () => false,
  );
}
