import OpenAI from 'openai';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createClient, isHoldfastError } from '../index.ts';
import { startService } from '../test-support/start-service.ts';

const chat = { model: 'm', messages: [{ role: 'user', content: 'Hello' }] } as const;
const asked = { ...chat, messages: [...chat.messages] };

async function modelAt(...given: Parameters<typeof startService>) {
  const service = await startService(...given);
  onTestFinished(service.stop);
  const client = createClient({ allowHttp: 'loopback', retry: { firstWaitMs: 0 } });
  const openai = new OpenAI({ apiKey: 'k', baseURL: service.origin, fetch: client, maxRetries: 0 });
  return { service, openai };
}

function piece(content: string): string {
  return `data: ${JSON.stringify({ id: '1', object: 'chat.completion.chunk', choices: [{ index: 0, delta: { content } }] })}\n\n`;
}

describe('the OpenAI client', () => {
  it('sends through a client, once where it says so itself', async () => {
    const { openai, service } = await modelAt((_arrival, response) =>
      response.writeHead(500, { 'content-type': 'application/json' }).end('{"error":{"message":"busy"}}'),
    );
    await expect(openai.chat.completions.create(asked)).rejects.toMatchObject({ status: 500 });
    expect(service.arrivals).toHaveLength(1);
    expect(service.arrivals[0]?.headers).toMatchObject({ authorization: 'Bearer k' });
  });

  it('is tried again by us alone', async () => {
    const { openai, service } = await modelAt((_arrival, response) => {
      response.writeHead(service.arrivals.length < 3 ? 503 : 200, { 'content-type': 'application/json' });
      response.end('{"object":"list","data":[]}');
    });
    await openai.models.list();
    expect(service.arrivals).toHaveLength(3);
  });

  it('streams on after the deadline: an event stream may take as long as it likes', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] }); // and real sockets
    onTestFinished(() => void vi.useRealTimers());
    let finish = () => {};
    const { openai } = await modelAt((_arrival, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(piece('still '));
      finish = () => void response.end(`${piece('here')}data: [DONE]\n\n`);
    });
    const stream = await openai.chat.completions.create({ ...asked, stream: true });
    vi.advanceTimersByTime(60_000);
    finish();
    let text = '';
    for await (const { choices } of stream) text += choices[0]?.delta.content ?? '';
    expect(text).toBe('still here');
  });

  it('that stops reading hangs up', async () => {
    let hungUp: Promise<unknown> = Promise.resolve();
    const { openai } = await modelAt((_arrival, response) => {
      hungUp = new Promise((resolve) => response.on('close', resolve));
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(piece('and so on'));
    });
    const stream = await openai.chat.completions.create({ ...asked, stream: true });
    for await (const _chunk of stream) break;
    await hungUp;
  });

  it('wraps our error, which is the cause of its own', async () => {
    const { openai, service } = await modelAt(() => {});
    service.stop();
    const error: unknown = await openai.models.list().then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(OpenAI.APIConnectionError);
    const cause = error instanceof Error ? error.cause : undefined;
    expect(isHoldfastError(cause) && [cause.code, cause.attempts]).toEqual(['refused', 3]);
  });
});
