import { AsyncLocalStorage } from 'node:async_hooks';
import { ClientError } from './client-error.ts';

export type Upcheck = { isUp: boolean; trouble: ClientError | undefined };

type Ask = () => Promise<Upcheck>;

export function ask(url: URL, question: Promise<Response>): Promise<Upcheck> {
  const down = (why: unknown): Upcheck => ({ isUp: false, trouble: new ClientError('down', url, why) });
  return question.then((response) => {
    response.body?.cancel().catch(() => {});
    return response.status >= 200 && response.status <= 299
      ? { isUp: true, trouble: undefined }
      : down(response);
  }, down);
}

/** A web request is a thing of its own; whoever wants to remember something of it hangs it there. */
class WebRequest {}

const current = new AsyncLocalStorage<WebRequest>();

export function requestScope<Result>(work: () => Result): Result {
  return current.getStore() ? work() : current.run(new WebRequest(), work);
}

/** Each client keeps its own answers, and forgets them with the web request. */
export function oncePerRequest(upcheck: Ask): Ask {
  const answers = new WeakMap<WebRequest, Promise<Upcheck>>();
  return async () => {
    const request = current.getStore();
    if (request === undefined) return upcheck();
    let answer = answers.get(request);
    if (answer === undefined) {
      answer = upcheck();
      answers.set(request, answer);
    }
    return answer;
  };
}
