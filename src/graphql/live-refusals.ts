import { type ApolloServerPlugin, type BaseContext, HeaderMap } from '@apollo/server';
import { RequestRefused } from './limits.ts';

// What is refused about subscriptions, and queries that come where only subscriptions are taken.

/** Subscriptions are an answer that goes on, and a request over HTTP has one answer. */
class SubscriptionElsewhere extends RequestRefused {
  constructor() {
    super(
      {
        zh: '订阅请经 WebSocket（/graphql，graphql-transport-ws 协议）或服务器推送事件（POST /graphql/stream）提出。',
        en: 'Subscribe over WebSocket (graphql-transport-ws at /graphql) or server-sent events (POST /graphql/stream).',
      },
      { code: 'SUBSCRIPTION_ELSEWHERE', http: { status: 400, headers: new HeaderMap() } },
    );
  }
}

/**
 * Queries and mutations are not taken over the socket: over POST they have time-outs, idempotent repeats and places of
 * their own, and one way to do a thing is enough.
 */
export class OnlySubscriptions extends RequestRefused {
  constructor() {
    super(
      {
        zh: '此处只接受订阅；查询和变更请以 POST 请求提交 /graphql。',
        en: 'Only subscriptions are taken here; send queries and mutations to /graphql by POST.',
      },
      { code: 'ONLY_SUBSCRIPTIONS' },
    );
  }
}

export class TooManySubscriptions extends RequestRefused {
  constructor(code: 'TOO_MANY_SUBSCRIPTIONS' | 'TOO_MANY_SUBSCRIPTIONS_ON_CONNECTION', limit: number) {
    const ofWhom = code === 'TOO_MANY_SUBSCRIPTIONS';
    super(
      {
        zh: `${ofWhom ? '本单位' : '本连接'}的订阅过多：最多 ${limit} 个；请先结束其他订阅。`,
        en: `${ofWhom ? 'Your organisation' : 'This connection'} has too many subscriptions: at most ${limit}; end others first.`,
      },
      { code, limit },
    );
  }
}

/** Without it a subscription sent like a query would be resolved once, from nothing. */
export const subscriptionsElsewherePlugin: ApolloServerPlugin<BaseContext> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ operation }) {
        if (operation?.operation === 'subscription') throw new SubscriptionElsewhere();
      },
    };
  },
};
