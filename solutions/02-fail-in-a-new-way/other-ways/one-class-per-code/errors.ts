export class NetworkError extends Error {
  readonly code: string = 'network';

  constructor({ host }: URL, cause: unknown) {
    super(`${host} cannot be reached`, { cause });
  }
}

export class RefusedError extends NetworkError {
  override readonly code = 'refused';
}

export class TimeoutError extends NetworkError {
  override readonly code = 'timeout';
}
