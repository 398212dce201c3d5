// STUB by the lead, to be overwritten by the engineer of the connection layer.
export class EmbeddedBusy extends Error {}
export async function startEmbedded(_: {
  dataFolder: string;
  log: unknown;
}): Promise<{ url: string; stop(): Promise<void> }> {
  throw new EmbeddedBusy('stub');
}
