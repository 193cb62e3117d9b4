/** What stands on the command line of `gatehouse policy`. */
export type PolicyOptions = {
  /** The folder of the policies. */
  dir: string;
  console: string | undefined;
  repository: string | undefined;
  commit: string | undefined;
  base: string | undefined;
  reason: string;
  note: string;
  adopt: boolean;
  draft: boolean;
  /** Ring by ring, rather than to all points at once. */
  rings: boolean;
};
