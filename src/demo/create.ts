export async function createDemo(..._: unknown[]): Promise<void> {}
