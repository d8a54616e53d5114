/** Lets go of an answer nobody will read, so that its connection is not held. @internal */
export function discard(response: Response): void {
  response.body?.cancel().catch(() => {});
}
