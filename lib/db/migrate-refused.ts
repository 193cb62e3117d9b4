/** Why the database was left as it is, with what mends it. */
export type RefusalCode = "busy" | "edited" | "failed" | "foreign" | "missing" | "newer" | "tooOld" | "unfinished";

const sentences: Record<RefusalCode, (detail: string) => [happened: string, mend: string]> = {
  busy: () => [
    "Another process has been changing this database for a minute and is not done.",
    "Wait for it to end, or stop it, and start again.",
  ],
  edited: (name) => [
    `The migration ${name} was applied to this database, but its file has been changed since.`,
    "Restore the file from version control. A change to the schema is a new migration.",
  ],
  failed: (detail) => [
    `The migration ${detail}`,
    "Nothing of it was kept. Mend the cause and start again: it is tried anew.",
  ],
  foreign: (tables) => [
    `The database already holds tables that are not Gatehouse's (${tables}).`,
    "Give Gatehouse a database of its own: create an empty one and name it in DATABASE_URL.",
  ],
  missing: (directory) => [`There are no migrations in ${directory}.`, "Restore the folder from version control."],
  newer: (names) => [
    `The database was used by a newer version of Gatehouse: this one does not know ${names}.`,
    "Start the newer version, or restore the backup that was made before the upgrade.",
  ],
  tooOld: (version) => [`The database is Postgres ${version}; Gatehouse needs 15 or later.`, "Upgrade Postgres."],
  unfinished: (name) => [
    `The migration ${name} was begun by another tool and never finished, so the state of the database is not known.`,
    "Look at the database, then run `npx prisma migrate resolve` with --applied or --rolled-back and that name.",
  ],
};

export class MigrationRefused extends Error {
  override readonly name = "MigrationRefused";
  readonly mend: string;

  constructor(
    readonly code: RefusalCode,
    detail = "",
    options?: ErrorOptions,
  ) {
    const [happened, mend] = sentences[code](detail);
    super(happened, options);
    this.mend = mend;
  }
}
