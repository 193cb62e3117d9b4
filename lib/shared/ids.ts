/** Ids: a prefix that says what it is, then 26 characters of Crockford base32 (48 bits of time, 80 of chance), so they sort by age. */
import { z } from "zod";

export const idPrefixes = {
  organisation: "org",
  user: "usr",
  team: "tem",
  session: "ses",
  apiKey: "key",
  scimConnection: "scm",
  scimGroup: "scg",
  invite: "inv",
  signingKey: "sk",
  agent: "agt",
  tool: "tol",
  policy: "pol",
  policyTest: "pts",
  application: "app",
  changeRequest: "chg",
  checkpoint: "chk",
  checkpointChange: "cch",
  standing: "std",
  remark: "rmk",
  grant: "grt",
  delegation: "dlg",
  holdPause: "hps",
  breakGlass: "brg",
  point: "pep",
  enrolmentToken: "enr",
  stepUp: "stp",
  stopOrder: "ord",
  finding: "fnd",
  suppression: "sup",
  incident: "inc",
  incidentEntry: "ien",
  incidentClock: "icl",
  backtest: "bkt",
  probe: "prb",
  certificate: "crt",
  drill: "drl",
  release: "rel",
  sink: "snk",
  deadLetter: "dlt",
  auditEntry: "aud",
  auditCheck: "avc",
  replay: "rpl",
  rollOut: "rol",
  message: "msg",
  evaluation: "evl",
  plan: "pln",
  planTask: "ptk",
  planRemark: "prm",
  planAcceptance: "pac",
  pack: "pck",
  canaryRun: "cnr",
  sandboxProfile: "spf",
  sandboxRun: "srn",
  profileProposal: "ppr",
  redteamRun: "rtr",
  packShare: "psh",
  outsideAccess: "oac",
  report: "rep",
  attestationCampaign: "atc",
  attestationAnswer: "ata",
  agentCredential: "crd",
  savedView: "viw",
  sighting: "sgt",
  request: "req",
} as const;
export type IdKind = keyof typeof idPrefixes;

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

export function newId(kind: IdKind, now: number = Date.now()): string {
  let stamp = "";
  for (let rest = now, i = 0; i < 10; i++) {
    stamp = alphabet.charAt(rest % 32) + stamp;
    rest = Math.floor(rest / 32);
  }
  const chance = crypto.getRandomValues(new Uint8Array(16));
  let tail = "";
  for (const byte of chance) tail += alphabet.charAt(byte % 32);
  return `${idPrefixes[kind]}_${stamp}${tail}`;
}

/** Accepts any well-formed id of the kind; whether it exists here is the verb's matter. */
export const idOf = (kind: IdKind) =>
  z.string().regex(new RegExp(`^${idPrefixes[kind]}_[0-9a-z]{26}$`), `an id that starts with ${idPrefixes[kind]}_`);
