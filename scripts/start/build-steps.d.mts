import type { Writable } from "node:stream";

export function buildProcesses(stream: Writable): Promise<void>;
export function buildConsole(stream: Writable): Promise<void>;
