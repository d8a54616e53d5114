import { readFileSync } from 'node:fs';
import { context, metrics, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fetchFailed, type Step, scripted } from '../src/test-support/scripted.ts';
import { tracedClient } from './opentelemetry.ts';

const ORDER = 'https://orders.example.com:8443/orders/17?token=hush';

const spans = new InMemorySpanExporter();
const recorded = new InMemoryMetricExporter(AggregationTemporality.DELTA);
const reader = new PeriodicExportingMetricReader({ exporter: recorded });

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(
    new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }),
  );
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
});
beforeEach(async () => {
  await reader.forceFlush();
  spans.reset();
  recorded.reset();
});
afterAll(async () => {
  await reader.shutdown();
  for (const api of [context, propagation, trace, metrics]) api.disable();
});

/** Makes one call in a span of the caller's, and answers with the spans, in the order they began. */
async function traced(...steps: Step[]) {
  const { fetch, sent } = scripted(...steps);
  const client = tracedClient({ fetch, route: '/orders/{id}', retry: { waitsMs: [0] } });
  await trace.getTracer('test').startActiveSpan('web request', async (span) => {
    await client(ORDER).catch(() => {});
    span.end();
  });
  const ended = spans.getFinishedSpans();
  const below = (name: string) => ended.filter((span) => span.name === name);
  const [request] = below('web request');
  const [call] = below('call GET /orders/{id}');
  return { request, call, attempts: below('GET /orders/{id}'), sent };
}

describe('a traced call', () => {
  const target = {
    'http.request.method': 'GET',
    'server.address': 'orders.example.com',
    'server.port': 8443,
    'url.template': '/orders/{id}',
  };
  const request = { ...target, 'url.full': 'https://orders.example.com:8443/orders/17' };

  it('is a span, with a span for each attempt below it', async () => {
    const { request: around, call, attempts } = await traced(503, 200);
    expect(call?.parentSpanContext?.spanId).toBe(around?.spanContext().spanId);
    expect(call).toMatchObject({
      kind: SpanKind.INTERNAL,
      attributes: { ...target, 'http.response.status_code': 200 },
    });
    expect(call?.events).toMatchObject([{ name: 'retry-waiting', attributes: { because: 'status' } }]);
    expect(attempts.map((span) => span.parentSpanContext?.spanId)).toEqual([
      call?.spanContext().spanId,
      call?.spanContext().spanId,
    ]);
    expect(attempts).toMatchObject([
      { kind: SpanKind.CLIENT, status: { code: SpanStatusCode.ERROR } },
      { kind: SpanKind.CLIENT, status: { code: SpanStatusCode.UNSET } },
    ]);
    expect(attempts.map(({ attributes }) => attributes)).toEqual([
      { ...request, 'http.response.status_code': 503, 'error.type': '503' },
      { ...request, 'http.request.resend_count': 1, 'http.response.status_code': 200 },
    ]);
  });

  it('that gets no answer says why', async () => {
    const { call, attempts } = await traced(fetchFailed('ECONNREFUSED'));
    expect(attempts).toHaveLength(2);
    for (const span of [call, ...attempts]) {
      expect(span).toMatchObject({
        attributes: { 'error.type': 'refused' },
        status: { code: SpanStatusCode.ERROR },
      });
    }
  });

  it('is continued by the service, from the attempt on', async () => {
    const { attempts, sent } = await traced(503, 200);
    const parents = attempts.map((span) => {
      const { traceId, spanId } = span.spanContext();
      return `00-${traceId}-${spanId}-01`;
    });
    expect(sent.map(({ headers }) => headers.get('traceparent'))).toEqual(parents);
  });

  it('counts the seconds of each request', async () => {
    await traced(503, 200);
    await reader.forceFlush();
    const [metric] = recorded
      .getMetrics()
      .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics));
    expect(metric?.descriptor).toMatchObject({ name: 'http.client.request.duration', unit: 's' });
    expect(metric?.dataPoints.map(({ attributes }) => attributes)).toEqual([
      { ...target, 'http.response.status_code': 503, 'error.type': '503' },
      { ...target, 'http.response.status_code': 200 },
    ]);
    expect(metric?.dataPoints).toMatchObject([{ value: { count: 1 } }, { value: { count: 1 } }]);
  });
});

describe('its page', () => {
  it('shows the code that is tested here', () => {
    const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');
    const code = read('opentelemetry.ts').replace("'../src/index.ts'", "'holdfast'");
    expect(read('../docs/library/opentelemetry.md')).toContain(code);
  });
});
