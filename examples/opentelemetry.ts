import {
  type Attributes,
  type Context,
  context,
  metrics,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import {
  type CallFacts,
  type CallOutcome,
  type Client,
  type ClientOptions,
  createClient,
  isHoldfastError,
  type Layer,
} from '../src/index.ts';

/** A client whose calls are spans, with a span for each attempt below them. */
export function tracedClient(options: ClientOptions): Client {
  const tracer = trace.getTracer('holdfast');
  const duration = metrics.getMeter('holdfast').createHistogram('http.client.request.duration', {
    unit: 's',
    description: 'Duration of HTTP client requests.',
    advice: {
      explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
    },
  });
  const calls = new Map<string, { readonly span: Span; readonly around: Context; sent: number }>();

  /** An attempt is a span, current while it lasts; its service continues the trace by the header `traceparent`. */
  const attempts: Layer = {
    name: 'opentelemetry',
    wrap: (next) => async (call) => {
      const own = calls.get(call.id);
      const { origin, pathname } = new URL(call.url);
      const attributes = {
        ...attributesOf({ method: call.method, origin, route: call.route }),
        'url.full': `${origin}${pathname}`,
        ...(own && own.sent > 0 ? { 'http.request.resend_count': own.sent } : {}),
      };
      if (own) own.sent += 1;
      const around = own?.around ?? context.active();
      const span = tracer.startSpan(nameOf(call), { kind: SpanKind.CLIENT, attributes }, around);
      const within = trace.setSpan(around, span);
      const headers = new Headers(call.headers);
      propagation.inject(within, headers, { set: (carrier, name, value) => carrier.set(name, value) });
      try {
        const response = await context.with(within, () => next(call.with({ headers })));
        end(span, response.status);
        return response;
      } catch (error) {
        end(span, isHoldfastError(error) ? error.code : 'aborted');
        throw error;
      }
    },
  };

  const client = createClient({ ...options, layers: [...(options.layers ?? []), attempts] });
  client.on('call-started', (event) => {
    const span = tracer.startSpan(`call ${nameOf(event)}`, { attributes: attributesOf(event) });
    calls.set(event.callId, { span, around: trace.setSpan(context.active(), span), sent: 0 });
  });
  client.on('retry-waiting', ({ callId, waitMs, because }) => {
    calls.get(callId)?.span.addEvent('retry-waiting', { waitMs, because });
  });
  client.on('call-ended', ({ callId, outcome }) => {
    const call = calls.get(callId);
    if (call) end(call.span, outcome);
    calls.delete(callId);
  });
  client.on('attempt-ended', (event) => {
    duration.record(event.durationMs / 1_000, { ...attributesOf(event), ...resultOf(event.outcome) });
  });
  return client;
}

function nameOf({ method, route }: Pick<CallFacts, 'method' | 'route'>): string {
  return route === undefined ? method : `${method} ${route}`;
}

/** Few values each, so that they can be labels of a metric. */
function attributesOf({ method, origin, route }: Pick<CallFacts, 'method' | 'origin' | 'route'>): Attributes {
  const { hostname, port, protocol } = new URL(origin);
  return {
    'http.request.method': method,
    'server.address': hostname,
    'server.port': Number(port) || (protocol === 'https:' ? 443 : 80),
    ...(route === undefined ? {} : { 'url.template': route }),
  };
}

function resultOf(outcome: CallOutcome): Attributes {
  if (typeof outcome === 'string') return { 'error.type': outcome };
  const failed = outcome >= 400 ? { 'error.type': String(outcome) } : {};
  return { 'http.response.status_code': outcome, ...failed };
}

function end(span: Span, outcome: CallOutcome): void {
  const result = resultOf(outcome);
  span.setAttributes(result);
  if ('error.type' in result) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}
