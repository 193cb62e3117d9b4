export function processIdentity(pid: number): string | undefined;
export function identityAlive(text: string): boolean;
export function withLock<T>(folder: string, work: () => Promise<T>, patienceMs?: number): Promise<T>;
