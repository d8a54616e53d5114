/** The same answer. When its body has been read, was cancelled or broke, `end` is called. */
export function whenRead(response: Response, end: () => void): Response {
  if (response.body === null) {
    end();
    return response;
  }
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  response.body.pipeTo(writable).then(end, end);
  return Object.defineProperty(new Response(readable, response), 'url', { value: response.url });
}
