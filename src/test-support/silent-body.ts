/** An answer whose headers come, and then `start`, and then nothing, whatever becomes of the signal. */
export function silentBody(start: string, headers: Record<string, string> = {}): Response {
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(start));
    },
  });
  return new Response(body, { headers });
}
