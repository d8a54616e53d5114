import { joinBytes } from '../body/join-bytes.ts';
import { type BodySource, SOURCE, type Unopened } from './body-source.ts';
import { type CreateAnswer, type Head, type Origin, statusTextOf } from './plain-answer.ts';
import { streamOf } from './stream-of.ts';

const utf8 = /* @__PURE__ */ new TextDecoder();

/**
 * A `Response` for where whoever takes one asks it, and does not look inside, as Node and its frameworks do.
 *
 * `text()`, `json()`, `arrayBuffer()` and `bytes()` read the source itself. All else that a body can do is done by a
 * plain `Response` over a web stream, which is made when it is first asked for. There is nothing inside of this one:
 * what looks there fails, and does not take it for an answer without a body.
 *
 * @internal
 */
export class LazyAnswer implements Unopened {
  readonly type = 'default';
  readonly url: string;
  readonly redirected: boolean;
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  #source: BodySource | undefined;
  /** Once it is there, it has the bytes. */
  #plain: Response | undefined;
  #isTaken = false;

  /** @param head - Its headers become the answer's own. */
  constructor(head: Head, from: Origin, source: BodySource | null) {
    becomeResponse();
    this.url = from.url;
    this.redirected = from.redirected;
    this.status = head.status;
    this.statusText = statusTextOf(head);
    this.headers = head.headers;
    this.#source = source ?? undefined;
  }

  get [SOURCE](): BodySource | undefined {
    return this.#source;
  }

  set [SOURCE](source: BodySource | undefined) {
    this.#source = source;
    this.#isTaken = source === undefined;
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  get body(): Response['body'] {
    return this.#opened.body;
  }

  get bodyUsed(): boolean {
    return this.#isTaken || (this.#plain?.bodyUsed ?? false);
  }

  async text(): Promise<string> {
    if (this.#source === undefined) return this.#opened.text();
    const chunks = await read(this.#take(this.#source));
    return utf8.decode(chunks.length === 1 ? chunks[0] : joinBytes(chunks));
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text());
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return (await this.bytes()).buffer;
  }

  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    if (this.#source === undefined) return new Uint8Array(await this.#opened.arrayBuffer());
    return joinBytes(await read(this.#take(this.#source)));
  }

  async blob(): Promise<Blob> {
    return this.#opened.blob();
  }

  async formData(): Promise<FormData> {
    return this.#opened.formData();
  }

  clone(): Response {
    const { status, statusText } = this;
    const plain = this.#opened.clone();
    const copy = new LazyAnswer({ status, statusText, headers: plain.headers }, this, null);
    copy.#plain = plain;
    return copy;
  }

  #take(source: BodySource): BodySource {
    this[SOURCE] = undefined;
    return source;
  }

  get #opened(): Response {
    if (this.#plain !== undefined) return this.#plain;
    const body = this.#source === undefined ? null : streamOf(this.#source);
    this.#plain = new Response(this.#isTaken ? '' : body, { headers: this.headers });
    this.#source = undefined;
    // It must not be read a second time.
    if (this.#isTaken) this.#plain.text().catch(() => {});
    return this.#plain;
  }
}

let isResponse = false;

/** Makes answers pass as a `Response`. Not when the module is loaded: naming it makes Node load all of its fetch. */
function becomeResponse(): void {
  if (isResponse) return;
  isResponse = true;
  Object.setPrototypeOf(LazyAnswer.prototype, Response.prototype);
}

async function read(source: BodySource): Promise<readonly Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  for (;;) {
    const { done, value } = await source.read();
    if (done) return chunks;
    chunks.push(value);
  }
}

/** @internal */
export const createLazyAnswer: CreateAnswer = (head, from, source) => {
  const { status, statusText, headers } = head;
  return new LazyAnswer({ status, statusText, headers: new Headers(headers) }, from, source);
};
