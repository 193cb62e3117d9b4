/** RFC 5424 messages in RFC 6587 octet counting, and CEF. Pure. */
import type { Members, OutEvent } from "./ocsf/event";

/** Facility 13, log audit. */
const FACILITY = 13;
/** Syslog's severities from OCSF's: informational, notice, warning, error, critical. */
const levels = { 1: 6, 2: 5, 3: 4, 4: 3, 5: 2 } as const;
/** RFC 5612 keeps this number for documents; it is only a name here. */
const SD_ID = "gatehouse@32473";

const inValue = (text: string): string => text.replace(/["\\\]]/g, "\\$&").replace(/[\r\n\0]/g, " ");
const printable = (text: string, most: number): string => text.replace(/[^\x21-\x7e]/g, "").slice(0, most) || "-";

type Frame = { event: OutEvent; sinkId: string; sequence: number; host: string; body: string };

/** One message with its length before it, so that no content can end it early. */
export function syslogFrame({ event, sinkId, sequence, host, body }: Frame): Buffer {
  const priority = FACILITY * 8 + levels[event.severity];
  const data = `[${SD_ID} sink="${inValue(sinkId)}" sequence="${sequence}" uid="${inValue(event.uid)}"]`;
  const head = `<${priority}>1 ${event.at.toISOString()} ${printable(host, 255)} gatehouse - ocsf-${Number(event.ocsf.class_uid)} ${data} `;
  const message = Buffer.concat([Buffer.from(head), BOM, Buffer.from(body)]);
  return Buffer.concat([Buffer.from(`${message.length} `), message]);
}
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

const inHeader = (text: string): string => text.replace(/[\\|]/g, "\\$&").replace(/[\r\n\0]+/g, " ");
const inExtension = (text: string): string =>
  text
    .replace(/[\\=]/g, "\\$&")
    .replace(/\r\n|\r|\n/g, "\\n")
    .replaceAll("\0", " ");

/** CEF severities run from 0 to 10. */
const cefLevels = { 1: 1, 2: 3, 3: 5, 4: 8, 5: 10 } as const;

const textAt = (members: Members, ...path: string[]): string | undefined => {
  let at: unknown = members;
  for (const name of path) at = typeof at === "object" && at !== null ? (at as Members)[name] : undefined;
  return typeof at === "string" ? at : undefined;
};

export function cefLine(event: OutEvent, sinkId: string, sequence: number): string {
  const { ocsf } = event;
  const head = ["Gatehouse", "Gatehouse", "0.1.0", String(ocsf.type_uid), String(ocsf.type_name)].map(inHeader);
  const extension: [string, string | undefined][] = [
    ["rt", String(event.at.getTime())],
    ["externalId", event.uid],
    ["act", textAt(ocsf, "action") ?? textAt(ocsf, "activity_name")],
    ["outcome", textAt(ocsf, "status")],
    [
      "suser",
      textAt(ocsf, "actor", "user", "name") ?? textAt(ocsf, "actor", "app_name") ?? textAt(ocsf, "user", "name"),
    ],
    ["suid", textAt(ocsf, "actor", "user", "uid") ?? textAt(ocsf, "actor", "app_uid")],
    ["duser", textAt(ocsf, "entity", "name")],
    ["request", textAt(ocsf, "api", "operation")],
    ["cn1Label", "sequence"],
    ["cn1", String(sequence)],
    ["cs1Label", "sink"],
    ["cs1", sinkId],
    ["cs2Label", "enforcementPoint"],
    ["cs2", textAt(ocsf, "src_endpoint", "uid")],
    ["cs3Label", "correlation"],
    ["cs3", textAt(ocsf, "metadata", "correlation_uid")],
    ["msg", event.message],
  ];
  const said = extension.flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${inExtension(value)}`]));
  return `CEF:0|${head.join("|")}|${cefLevels[event.severity]}|${said.join(" ")}`;
}
