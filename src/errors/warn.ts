/** Something of the user's failed that must not touch a call. Where there is no process, nothing is said. @internal */
export function warn(message: string): void {
  globalThis.process?.emitWarning?.(message, 'HoldfastWarning');
}
