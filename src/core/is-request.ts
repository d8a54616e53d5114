/** Whether it is a `Request`, of this realm or another. @internal */
export function isRequest(input: string | URL | Request): input is Request {
  return typeof input === 'object' && 'headers' in input && 'method' in input;
}
