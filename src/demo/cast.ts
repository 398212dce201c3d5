export const DEMO_USERS: never[] = [];
