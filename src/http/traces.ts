import type { FastifyInstance, FastifyRequest } from 'fastify';

/** The trace of one request; src/tracing.ts fits. */
export interface HttpTrace {
  /** Everything begun by `work` belongs to the request. */
  run<T>(work: () => T): T;
  end(route: string, status: number): void;
}

export type BeginTrace = (method: string, headers: Readonly<Record<string, unknown>>) => HttpTrace;

/** Traces every request from its headers to its answer, but for those that ask how we are. */
export function addTraces(app: FastifyInstance, begin: BeginTrace): void {
  const traces = new WeakMap<FastifyRequest, HttpTrace>();
  app.addHook('onRequest', (request, _reply, done) => {
    if (request.url.startsWith('/health/')) return done();
    const trace = begin(request.method, request.headers);
    traces.set(request, trace);
    trace.run(done);
  });
  // The body was read by events of the connection, which belong to no request.
  app.addHook('preHandler', (request, _reply, done) => {
    const trace = traces.get(request);
    if (trace) trace.run(done);
    else done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const trace = traces.get(request);
    trace?.end(request.routeOptions.url ?? 'none', reply.statusCode);
    if (trace) trace.run(done);
    else done();
  });
}
