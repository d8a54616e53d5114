/** Whether an answer may go on for as long as both sides like (`text/event-stream`, of the HTML standard). @internal */
export function isEventStream({ headers }: Response): boolean {
  return /^text\/event-stream\s*(;|$)/i.test(headers.get('content-type') ?? '');
}
