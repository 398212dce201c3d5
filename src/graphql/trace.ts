import type { ApolloServerPlugin, BaseContext } from '@apollo/server';

/** The longest part of an operation's name that a trace keeps: clients choose it. */
const NAME_MAX = 64;

/** Calls the span under way by the operation, once the document is read. */
export function tracePlugin(rename: (name: string) => void): ApolloServerPlugin<BaseContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ operation, operationName }) {
          rename(`${operation?.operation ?? 'query'} ${(operationName ?? 'anonymous').slice(0, NAME_MAX)}`);
        },
      };
    },
  };
}
