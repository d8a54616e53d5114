import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { listen } from '../core/listen.ts';
import { LazyAnswer } from '../response/lazy-answer.ts';
import { Decoding, readCodings } from './decode.ts';
import { Inbox, type Sink, type Source } from './inbox.ts';
import type { WireRequest } from './read-request.ts';

const WITHOUT_BODY = new Set([204, 205, 304]);
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Sends a request through `dispatcher`, and answers as `fetch` does: at the headers. @internal */
export function exchange(request: WireRequest, dispatcher: Pick<Dispatcher, 'dispatch'>): Promise<Response> {
  return new Promise((resolve, reject) => {
    const { url, method, body } = request;
    const handler = new Exchange(request, resolve, reject);
    try {
      dispatcher.dispatch(
        {
          origin: url.origin,
          path: `${url.pathname}${url.search}`,
          method,
          headers: headersOf(request),
          body: body.content,
        },
        handler,
      );
    } catch (error) {
      handler.fail(error);
    }
  });
}

function headersOf({ headers, body }: WireRequest): string[] {
  const list = [...headers].flat();
  if (body.length !== undefined && !headers.has('content-length'))
    list.push('content-length', String(body.length));
  return list;
}

/** One request and its answer. */
class Exchange implements Dispatcher.DispatchHandler, Source {
  readonly #request: WireRequest;
  readonly #resolve: (response: Response) => void;
  readonly #reject: (error: unknown) => void;
  readonly #unlisten: () => void;
  #controller: Dispatcher.DispatchController | undefined;
  #sink: Sink | undefined;
  #isOver = false;

  constructor(request: WireRequest, resolve: (response: Response) => void, reject: (error: unknown) => void) {
    this.#request = request;
    this.#resolve = resolve;
    this.#reject = reject;
    const { signal } = request;
    this.#unlisten = signal === undefined ? () => {} : listen(signal, () => this.#stop(signal.reason));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#isOver) controller.abort(new Error('The call was over before it was sent.'));
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
    statusText = '',
  ): void {
    if (status < 200) return;
    this.#controller = controller;
    const { url, method, refusesRedirects } = this.#request;
    const head = { status, statusText, headers: readHeaderList(headers) };
    if (refusesRedirects && REDIRECTS.has(status)) throw new TypeError('unexpected redirect');
    const hasBody = method !== 'HEAD' && !WITHOUT_BODY.has(status);
    const body = hasBody ? this.#bodyOf(head.headers) : null;
    this.#resolve(new LazyAnswer(head, { url: url.href, redirected: false }, body));
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    if (this.#sink?.write(chunk) === false) controller.pause();
  }

  onResponseEnd(): void {
    this.#end();
    this.#sink?.end();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: unknown): void {
    this.fail(error);
  }

  /** Fails as `fetch` does, which has a word of its own for an answer that breaks off. */
  fail(cause: unknown): void {
    this.#end();
    this.#dropBody();
    this.#reject(new TypeError('fetch failed', { cause }));
    this.#sink?.fail(new TypeError('terminated', { cause }));
  }

  resume(): void {
    this.#controller?.resume();
  }

  cancel(): void {
    this.#stop(new Error('The answer was not read to its end.'));
  }

  #bodyOf(headers: Headers): Inbox {
    const codings = readCodings(headers.get('content-encoding'));
    if (codings.length === 0) {
      const inbox = new Inbox(this);
      this.#sink = inbox;
      return inbox;
    }
    const decoding = new Decoding(codings, this);
    const inbox = new Inbox(decoding);
    decoding.attach(inbox);
    this.#sink = decoding;
    return inbox;
  }

  #stop(reason: unknown): void {
    if (this.#isOver) return;
    this.#end();
    this.#reject(reason);
    this.#sink?.fail(reason);
    this.#dropBody();
    this.#controller?.abort(new Error('The call was aborted.'));
  }

  /** Tells whoever makes the body that nobody reads on. */
  #dropBody(): void {
    const { content } = this.#request.body;
    if (content instanceof Readable) content.destroy();
  }

  #end(): void {
    this.#isOver = true;
    this.#unlisten();
  }
}

function readHeaderList(record: Record<string, string | string[] | undefined>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(record)) {
    for (const each of Array.isArray(value) ? value : [value ?? '']) headers.append(name, each);
  }
  return headers;
}
