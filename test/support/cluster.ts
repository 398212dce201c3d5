// STUB by the lead, to be overwritten.
export default async function setup() {}
