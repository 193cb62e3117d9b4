/** What the enforcement point tells its host. Text from agents and servers is escaped before it comes here. */
export type Logger = { info(message: string): void; warn(message: string): void };

export const silent: Logger = { info: () => undefined, warn: () => undefined };

/** One sentence for an unknown thrown value. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
