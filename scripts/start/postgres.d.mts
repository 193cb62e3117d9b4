export type RunningPostgres = {
  /** The application's database. */
  url: string;
  /** The maintenance database of the same server, for creating and dropping others. */
  adminUrl: string;
  log: string;
  /** False when the server was running already and was joined. */
  started: boolean;
  stop(options?: { unless?: () => boolean; mode?: "fast" | "immediate" }): Promise<void>;
};

export type PostgresOptions = {
  dataDir: string;
  say?: (line: string) => void;
  settings?: Record<string, string>;
  initArgs?: string[];
};

export function ensurePostgres(options: PostgresOptions): Promise<RunningPostgres>;
export function stopPostgres(
  dataDir: string,
  options?: { unless?: () => boolean; mode?: "fast" | "immediate" },
): Promise<void>;
