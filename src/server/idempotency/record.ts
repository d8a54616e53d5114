/** What is kept of an answer. */
export type AnswerRecord =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: readonly (readonly [name: string, value: string])[];
      readonly body: Uint8Array<ArrayBuffer>;
    }
  /** The work is done, and its answer was too large to keep. */
  | { readonly kind: 'too-large' };

/** Of the form below. A store may outlive a version of this library. */
const VERSION = 1;
const HEAD_AT = 5;

/** A version, the length of the head, the head as JSON, and the body as it is. @internal */
export function encodeRecord(record: AnswerRecord): Uint8Array<ArrayBuffer> {
  const { body, ...head } = record.kind === 'answer' ? record : { ...record, body: new Uint8Array() };
  const json = new TextEncoder().encode(JSON.stringify(head));
  const bytes = new Uint8Array(HEAD_AT + json.byteLength + body.byteLength);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, VERSION);
  view.setUint32(1, json.byteLength);
  bytes.set(json, HEAD_AT);
  bytes.set(body, HEAD_AT + json.byteLength);
  return bytes;
}

/** @internal */
export function decodeRecord(bytes: Uint8Array): AnswerRecord {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < HEAD_AT || view.getUint8(0) !== VERSION) {
    throw new Error('The store holds something that is not an answer kept by this version.');
  }
  const bodyAt = HEAD_AT + view.getUint32(1);
  const head: AnswerRecord = JSON.parse(new TextDecoder().decode(bytes.subarray(HEAD_AT, bodyAt)));
  return head.kind === 'answer' ? { ...head, body: new Uint8Array(bytes.subarray(bodyAt)) } : head;
}
