// What the tests use of oidc-provider, which brings no types along.
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  interface IssuedToken {
    readonly accountId?: string;
    readonly clientId: string;
  }

  export class Provider {
    constructor(issuer: string, configuration: object);
    callback(): (request: IncomingMessage, response: ServerResponse) => void;
  }

  export type ExtraTokenClaims = (context: unknown, token: IssuedToken) => object | undefined;
}
