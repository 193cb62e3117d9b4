/** What was found, for people: what files say is written so that it cannot move the cursor or hide. */
import type { Walked } from "../../discover/walk.ts";
import { printable } from "../../pep/printable.ts";
import type { Found, Place, ScanOutcome, ScanReport } from "../../wire/discovery.ts";

const safe = (text: string, most = 160): string => printable(text, most);
const placeOf = ({ file, line }: Place): string => safe(line === null ? file : `${file}:${line}`);
const firstOf = (places: readonly Place[]): string => {
  const [first] = places;
  return first ? `${placeOf(first)}${places.length > 1 ? ` and ${places.length - 1} more` : ""}` : "";
};
const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

export function showFound(report: ScanReport, walked: Walked, outcome: ScanOutcome | null): string {
  const states = new Map(outcome?.items.map(({ key, state }) => [key, state]));
  const parts = report.found.map((found) => lines(found, states.get(found.key)).join("\n"));
  const read = `${counted(walked.files, "file")} looked at in ${safe(report.repository, 300)}, ${counted(walked.skippedFolders, "folder")} and ${counted(walked.links, "link")} passed over`;
  const short = walked.short.map((why) => `NOT ALL WAS LOOKED AT: ${why}`);
  const total = report.found.length === 0 ? "No agent was found." : `${counted(report.found.length, "agent")} found.`;
  const told = outcome ? [`Reported: ${outcome.isNew} new, ${outcome.gone} no longer there.`] : [];
  return `${[...parts, [total, `${read}.`, ...short, ...told].join("\n")].join("\n\n")}\n`;
}

const WAYS = { declared: "", imported: " (imported, in no manifest)", locked: " (in a lock file alone)" } as const;

function lines(found: Found, state: string | undefined): string[] {
  const { name, path, frameworks, variables, servers, secrets, card } = found;
  const row = (head: string, text: string, where: string): string => `  ${head.padEnd(10)} ${text}  ${where}`.trimEnd();
  return [
    `${safe(name)}  ${safe(path)}${state === undefined ? "" : `  [${state}]`}`,
    ...frameworks.map(({ name, kind, version, how, places }) =>
      row(kind, `${name}${version === null ? "" : ` ${safe(version)}`}${WAYS[how]}`, firstOf(places)),
    ),
    ...variables.map(({ name, provider, places }) => row("key", `${name} (${provider})`, firstOf(places))),
    ...servers.map(({ name, command, url, variables, place }) =>
      row(
        "server",
        `${safe(name)}: ${safe(url ?? command ?? "nothing said", 300)}${variables.length > 0 ? ` with ${safe(variables.join(", "), 300)}` : ""}`,
        placeOf(place),
      ),
    ),
    ...secrets.map(({ what, fingerprint, place }) => row("SECRET", `${safe(what)} ${fingerprint}`, placeOf(place))),
    ...(card ? [row("card", `${safe(card.url ?? "no address")}, ${counted(card.skills.length, "skill")}`, "")] : []),
  ];
}
