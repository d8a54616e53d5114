/** Why a request is refused. The contract says what each one means. */
export type SignatureErrorCode =
  | 'signature-missing'
  | 'signature-malformed'
  | 'signature-invalid'
  | 'algorithm-mismatch'
  | 'parameter-missing'
  | 'coverage-missing'
  | 'component-missing'
  | 'digest-missing'
  | 'digest-mismatch'
  | 'too-old'
  | 'created-in-future'
  | 'nonce-reused';

export class SignatureError extends Error {
  readonly code: SignatureErrorCode;

  constructor(code: SignatureErrorCode) {
    super(`The request is refused: ${code}.`);
    this.code = code;
  }
}
