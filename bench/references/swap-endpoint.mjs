import { register } from 'node:module';

// Runs the product with another door for GraphQL: whoever imports graphql/endpoint.js gets the one on Mercurius.

const instead = new URL('mercurius-endpoint.ts', import.meta.url).href;
const hook = `export async function resolve(specifier, context, next) {
  return specifier.endsWith('/graphql/endpoint.js') ? next(${JSON.stringify(instead)}, context) : next(specifier, context);
}`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);
