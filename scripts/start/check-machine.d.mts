export function checkNode(version?: string): void;
export function checkDisk(folder: string, gigabytes: number, purpose: string): void;
