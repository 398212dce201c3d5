import { createServer, type IncomingHttpHeaders } from 'node:http';

/** Answers each body of JSON by hand, over `node:http` alone; prints the port once it listens. */
export function serveJson(
  port: number,
  answer: (asked: unknown, headers: IncomingHttpHeaders) => Promise<unknown>,
): void {
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      answer(JSON.parse(Buffer.concat(parts).toString()), request.headers).then(
        (body) => {
          response.setHeader('content-type', 'application/json');
          response.end(JSON.stringify(body));
        },
        (error: unknown) => {
          response.statusCode = 500;
          response.end(String(error));
        },
      );
    });
  });
  server.listen(port, '127.0.0.1', () => {
    const address = server.address();
    process.stdout.write(`${typeof address === 'object' ? address?.port : ''}\n`);
  });
}
