/** Private to this folder: runs of canaries as they are shown. */
import type { CanaryRun } from "@/lib/db/generated/client";
import { CanaryStatement } from "@/sdk/wire/canary";
import { CanaryResult } from "@/sdk/wire/canary-attempt";
import type { Boundary, CanaryRunLine, WholeRun } from "./contract";

/** All but the statement, which only one run at a time is read with. */
export const lineFields = {
  id: true,
  agentId: true,
  result: true,
  reason: true,
  endedAt: true,
  receivedAt: true,
  contained: true,
  escaped: true,
  voided: true,
  profileName: true,
  profileDigest: true,
  revision: true,
  pepId: true,
  pepName: true,
} as const;
export type LineRow = Pick<CanaryRun, keyof typeof lineFields>;

export const lineOf = (row: LineRow): CanaryRunLine => ({
  id: row.id,
  result: CanaryResult.parse(row.result),
  reason: row.reason,
  at: row.receivedAt.toISOString(),
  contained: row.contained,
  escaped: row.escaped,
  voided: row.voided,
  profileName: row.profileName,
  profileDigest: row.profileDigest,
  revision: row.revision,
  pepId: row.pepId,
  pepName: row.pepName,
});

export function wholeRunOf(row: CanaryRun, publicKey: string | null): WholeRun {
  const statement = CanaryStatement.parse(JSON.parse(row.statement));
  const { machine, lacks, attempts, profile } = statement;
  return {
    ...lineOf(row),
    ...{ machine, lacks, attempts, publicKey },
    boundary: boundaryOf(profile, row.profileDigest),
    statement: row.statement,
    signature: row.signature,
  };
}

const boundaryOf = (profile: CanaryStatement["profile"], digest: string): Boundary => ({
  name: profile.name,
  digest,
  read: profile.read,
  write: profile.write,
  variables: [...Object.keys(profile.set), ...profile.pass],
  egress: profile.egress.map(({ host, port, as, methods, paths, addresses, secret }) => ({
    ...{ host, port, as, addresses },
    methods: methods ?? null,
    paths: paths ?? null,
    secret: secret ? { name: secret.name, header: secret.header } : null,
  })),
  limits: profile.limits,
});
