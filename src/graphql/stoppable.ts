/** Answers that come one after the other until there are no more, or nobody wants any. */
export type Answers<T> = AsyncGenerator<T, void, undefined>;

/**
 * A generator that can be stopped while it waits: `return` of a plain one is heeded only once what it waits for has come,
 * which for a feed in which nothing happens is never. `leave` makes it wait no longer, and is called once, however it ends.
 */
export function stoppable<T>(inner: AsyncGenerator<T>, leave: () => void): Answers<T> {
  let left = false;
  const end = () => {
    if (!left) leave();
    left = true;
  };
  const ended: IteratorReturnResult<undefined> = { done: true, value: undefined };
  return {
    async next() {
      if (left) return ended;
      const step = await inner.next().catch((error: unknown) => {
        end();
        throw error;
      });
      if (!step.done) return step;
      end();
      return ended;
    },
    async return() {
      end();
      await inner.return(undefined);
      return ended;
    },
    async throw(error) {
      end();
      await inner.return(undefined);
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
