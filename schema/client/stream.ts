/** One server-sent event: its name, and what it says as JSON. */
export interface Said {
  readonly event: string;
  readonly data: unknown;
}

/** Reads server-sent events as they come; comments, which keep a connection alive, are passed over. */
export async function* saidIn(body: ReadableStream<Uint8Array>): AsyncGenerator<Said, void, undefined> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const parts = (rest + decoder.decode(value, { stream: true })).split('\n\n');
      rest = parts.pop() ?? '';
      for (const part of parts) {
        const said = saidBy(part);
        if (said) yield said;
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function saidBy(part: string): Said | null {
  const lines = part.split('\n');
  const after = (name: string) =>
    lines
      .find((line) => line.startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim();
  const event = after('event');
  const data = after('data');
  return event === undefined ? null : { event, data: data ? JSON.parse(data) : null };
}
