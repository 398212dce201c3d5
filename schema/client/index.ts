export * from './client.ts';
export * from './errors.ts';
export { type Given, type Operation, operation } from './operation.ts';
export * from './operations.ts';
