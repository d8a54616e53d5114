import { describe, expect, it, onTestFinished } from 'vitest';
import { type BodyContent, type BodyFactory, createClient } from '../index.ts';
import { errorOf } from '../test-support/error-of.ts';
import { fetchFailed, scripted } from '../test-support/scripted.ts';
import { startTlsService, type TlsService } from '../test-support/start-tls-service.ts';

const URL_OF_IT = 'https://api.example.com/orders';
const retry = { firstWaitMs: 0 };

function streamOf(...chunks: string[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      controller.close();
    },
  });
}

describe('a body that can be sent again', () => {
  const form = new FormData();
  form.append('item', 'book');
  const bytes = new TextEncoder().encode('..order..');

  it.each<[string, () => BodyContent | BodyFactory, string | RegExp, string | RegExp | undefined]>([
    ['a string', () => 'order', 'order', 'text/plain;charset=UTF-8'],
    [
      'URLSearchParams',
      () => new URLSearchParams({ a: 'b c' }),
      'a=b+c',
      /^application\/x-www-form-urlencoded/,
    ],
    ['bytes', () => new TextEncoder().encode('order'), 'order', undefined],
    ['part of a buffer', () => bytes.subarray(2, 7), 'order', undefined],
    ['a buffer', () => new TextEncoder().encode('order').buffer, 'order', undefined],
    ['a Blob', () => new Blob(['order'], { type: 'text/csv' }), 'order', 'text/csv'],
    ['a FormData', () => form, /name="item"\r\n\r\nbook/, /^multipart\/form-data; boundary=/],
    ['a factory of streams', () => () => streamOf('or', 'der'), 'order', undefined],
    ['a factory that takes its time', () => async () => 'order', 'order', 'text/plain;charset=UTF-8'],
  ])('is %s, and it arrives whole each time', async (_what, make, expected, contentType) => {
    const service: TlsService = await startTlsService((_arrival, response) => {
      response.writeHead(service.arrivals.length < 3 ? 503 : 200).end();
    });
    onTestFinished(service.stop);
    const client = createClient({ fetch: service.fetch, retry });
    const response = await client(service.origin, { method: 'PUT', body: make() });

    expect(response.status).toBe(200);
    expect(service.arrivals).toHaveLength(3);
    for (const { body, headers } of service.arrivals) {
      expect(body).toEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected));
      if (typeof contentType === 'string') expect(headers['content-type']).toBe(contentType);
      else if (contentType !== undefined) expect(headers['content-type']).toMatch(contentType);
    }
  });

  it('is a form with the same bytes each time, whatever its names hold', async () => {
    const { fetch, sent } = scripted(503, 200);
    const given = new FormData();
    given.append('item "1"\n', 'two\nlines');
    given.append('ümlaut', new File(['a,b\r\n'], 'a "file"\n.csv', { type: 'text/csv' }));
    given.append('ümlaut', new File([], 'empty'));
    await createClient({ fetch, retry })(URL_OF_IT, { method: 'PUT', body: given });

    const [first, second] = sent.map(({ headers, body }) => `${headers.get('content-type')}\n\n${body}`);
    expect(second).toBe(first);
    const read = await new Response(sent[1]?.body, { headers: sent[1]?.headers ?? {} }).formData();
    const text = (value: string | File) => (typeof value === 'string' ? value : value.text());
    const files = read.getAll('ümlaut');
    expect(read.get('item "1"\r\n')).toBe('two\r\nlines');
    expect(await Promise.all(files.map(text))).toEqual(['a,b\r\n', '']);
    expect(files).toMatchObject([
      { name: 'a "file"\n.csv', type: 'text/csv' },
      { name: 'empty', type: 'application/octet-stream' },
    ]);
  });

  it('is that of a Request, up to a mebibyte', async () => {
    const { fetch, sent } = scripted(503, 503, 200);
    const headers = { 'content-type': 'application/json' };
    const request = new Request(URL_OF_IT, { method: 'PUT', body: '{"item":1}', headers });
    await createClient({ fetch, retry })(request);

    expect(sent.map(({ body }) => body)).toEqual(Array(3).fill('{"item":1}'));
    expect(sent[2]?.headers.get('content-type')).toBe('application/json');
  });

  it('does not change when the caller reuses its buffer', async () => {
    const buffer = new TextEncoder().encode('order');
    const { fetch, sent } = scripted(() => {
      buffer.fill(0);
      return new Response(null, { status: 503 });
    }, 200);
    await createClient({ fetch, retry })(URL_OF_IT, { method: 'PUT', body: buffer });

    expect(sent.map(({ body }) => body)).toEqual(['order', 'order']);
  });

  it("keeps the caller's content type", async () => {
    const { fetch, sent } = scripted(200);
    const headers = { 'Content-Type': 'application/json' };
    await createClient({ fetch })(URL_OF_IT, { method: 'POST', body: '{}', headers });
    expect(sent[0]?.headers.get('content-type')).toBe('application/json');
  });

  it('survives a redirect that keeps it', async () => {
    const service = await startTlsService((arrival, response) => {
      if (arrival.path === '/end') response.end();
      else response.writeHead(307, { location: '/end' }).end();
    });
    onTestFinished(service.stop);
    await createClient({ fetch: service.fetch })(service.origin, {
      method: 'POST',
      body: () => streamOf('order'),
    });
    expect(service.arrivals.map(({ body }) => body)).toEqual(['order', 'order']);
  });
});

describe('a stream', () => {
  it('is sent once and never again', async () => {
    const service = await startTlsService((_arrival, response) => response.writeHead(503).end('busy'));
    onTestFinished(service.stop);
    const client = createClient({ fetch: service.fetch, retry });
    const init = { method: 'PUT', body: streamOf('or', 'der'), duplex: 'half' } as const;
    const response = await client(service.origin, init);

    expect(response.status).toBe(503);
    expect(await response.text()).toBe('busy');
    expect(service.arrivals.map(({ body }) => body)).toEqual(['order']);
  });

  it('needs no duplex', async () => {
    const service = await startTlsService((_arrival, response) => response.end());
    onTestFinished(service.stop);
    await createClient({ fetch: service.fetch })(service.origin, { method: 'PUT', body: streamOf('order') });
    expect(service.arrivals[0]?.body).toBe('order');
  });

  it('may be an async iterable', async () => {
    async function* parts() {
      yield new TextEncoder().encode('or');
      yield new TextEncoder().encode('der');
    }
    const { fetch, sent } = scripted(fetchFailed('ECONNRESET'));
    await errorOf(createClient({ fetch, retry })(URL_OF_IT, { method: 'PUT', body: parts() }));
    expect(sent).toHaveLength(1);
  });

  it('is read no faster than it is sent, and by one reader', async () => {
    let pulled = 0;
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          pulled += 1;
          controller.enqueue(new Uint8Array(1_000_000));
        },
      },
      { highWaterMark: 0 },
    );
    const client = createClient({
      retry,
      fetch: async (_input, init) => {
        const { body: sent } = new Response(init?.body);
        await sent?.getReader().read();
        return new Response(null, { status: 503 });
      },
    });
    await client(URL_OF_IT, { method: 'PUT', body });
    expect(pulled).toBeLessThanOrEqual(2);
  });

  it('of a large Request arrives whole, once', async () => {
    const service = await startTlsService((_arrival, response) => response.writeHead(503).end());
    onTestFinished(service.stop);
    const text = 'x'.repeat(3 * 1024 * 1024);
    const request = new Request(service.origin, { method: 'PUT', body: text });
    await createClient({ fetch: service.fetch, retry })(request);

    expect(service.arrivals).toHaveLength(1);
    expect(service.arrivals[0]?.body).toHaveLength(text.length);
  });
});

describe('a body that cannot be made', () => {
  it('is an error of whoever made it, and not tried again', async () => {
    const cause = new Error('the file is gone');
    let made = 0;
    const body = () => {
      made += 1;
      throw cause;
    };
    const { fetch } = scripted(200);
    const error = await errorOf(createClient({ fetch, retry })(URL_OF_IT, { method: 'PUT', body }));

    expect(error).toMatchObject({ code: 'options', cause });
    expect(made).toBe(1);
  });

  it('is that of a Request that has been read', async () => {
    const request = new Request(URL_OF_IT, { method: 'PUT', body: 'order' });
    await request.text();
    const { fetch } = scripted(200);
    expect(await errorOf(createClient({ fetch })(request))).toMatchObject({ code: 'options' });
  });
});
