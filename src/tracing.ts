import type { Attributes, Context, Span } from '@opentelemetry/api';
import type { TracingConfig } from './config.ts';

// Traces by OpenTelemetry: request → operation → act → transaction → statement. The libraries are loaded only where
// traces are asked for; without them every place that could make a span calls its work directly.

/** Runs `work` as a span inside the one under way. The name and what is kept never hold values of ours. */
export type Trace = <T>(name: string, kept: Attributes, work: () => Promise<T>) => Promise<T>;

/** The span of one HTTP request. */
export interface RequestTrace {
  /** Everything begun by `work` belongs to the request. */
  run<T>(work: () => T): T;
  end(route: string, status: number): void;
}

export interface Tracing {
  readonly span: Trace;
  /** Begins a request's span, inside the caller's own where its headers name one (W3C Trace Context). */
  readonly begin: (method: string, headers: Readonly<Record<string, unknown>>) => RequestTrace;
  /** The span under way is called `name` from here on. */
  readonly rename: (name: string) => void;
  /** For every log line: the trace that is under way. */
  readonly here: () => { readonly traceId?: string };
  /** Sends what has not been sent. */
  readonly stop: () => Promise<void>;
}

/** How long the last spans may take to be sent when the product stops. */
const LAST_WORDS_MS = 3_000;

/** Loads the libraries and begins to send spans; null where no address for them is set. */
export async function startTracing(config: TracingConfig | null): Promise<Tracing | null> {
  if (!config) return null;
  const [api, sdk, { AsyncLocalStorageContextManager }, core, { resourceFromAttributes }, otlp] =
    await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/sdk-trace'),
      import('@opentelemetry/context-async-hooks'),
      import('@opentelemetry/core'),
      import('@opentelemetry/resources'),
      import('@opentelemetry/exporter-trace-otlp-http'),
    ]);
  const { context, trace, SpanKind, SpanStatusCode } = api;
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const propagator = new core.W3CTraceContextPropagator();
  const provider = new sdk.TracerProvider({
    resource: resourceFromAttributes({ 'service.name': config.serviceName }),
    sampler: new sdk.ParentBasedSampler({ root: new sdk.TraceIdRatioBasedSampler(config.share) }),
    spanProcessors: [
      new sdk.BatchSpanProcessor({
        exporter: new otlp.OTLPTraceExporter({ url: `${config.endpoint}/v1/traces` }),
      }),
    ],
  });
  const tracer = provider.getTracer('zhubao');

  async function inside<T>(span: Span, at: Context, work: () => Promise<T>): Promise<T> {
    try {
      return await context.with(trace.setSpan(at, span), work);
    } catch (error) {
      // What went wrong, by its kind: a message may hold what a user wrote.
      span.setStatus({ code: SpanStatusCode.ERROR });
      span.setAttribute('error.type', error instanceof Error ? error.name : typeof error);
      throw error;
    } finally {
      span.end();
    }
  }

  return {
    span: (name, kept, work) => {
      const at = context.active();
      return inside(tracer.startSpan(name, { attributes: kept }, at), at, work);
    },
    begin(method, headers) {
      const from = propagator.extract(context.active(), headers, {
        get: (carrier, key) => {
          const value = (carrier as Record<string, unknown>)[key];
          return typeof value === 'string' ? value : undefined;
        },
        keys: (carrier) => Object.keys(carrier as object),
      });
      const span = tracer.startSpan(method, { kind: SpanKind.SERVER }, from);
      const at = trace.setSpan(from, span);
      return {
        run: (work) => context.with(at, work),
        end(route, status) {
          span.updateName(`${method} ${route}`);
          span.setAttributes({
            'http.request.method': method,
            'http.route': route,
            'http.response.status_code': status,
          });
          if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
          span.end();
        },
      };
    },
    rename: (name) => void trace.getActiveSpan()?.updateName(name),
    here: () => {
      const traceId = trace.getActiveSpan()?.spanContext().traceId;
      return traceId === undefined ? {} : { traceId };
    },
    async stop() {
      const late = new Promise<void>((resolve) => {
        setTimeout(resolve, LAST_WORDS_MS).unref();
      });
      await Promise.race([provider.shutdown().catch(() => undefined), late]);
      context.disable();
    },
  };
}
