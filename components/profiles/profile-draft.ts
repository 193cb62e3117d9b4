/** A sandbox profile between its form and its text. What a form cannot read stays text. Browser-safe. */
import { z } from "zod";
import { readPlaces } from "@/lib/shared/json-places";

export const limitNames = ["memoryMb", "processes", "cpuSeconds", "wallSeconds", "fileMb", "tmpMb"] as const;
export type LimitName = (typeof limitNames)[number];

export const ruleKinds = ["https", "http", "tunnel"] as const;

/** Lists are written with commas. `key` tells rules apart while they are written. */
export type RuleDraft = Record<
  | "key"
  | "host"
  | "port"
  | "as"
  | "methods"
  | "paths"
  | "addresses"
  | "secretName"
  | "secretFrom"
  | "secretHeader"
  | "secretPrefix",
  string
>;

/** Places and variables are written a line each. An empty limit is the usual one. */
export type ProfileDraft = Record<"name" | "read" | "write" | "directory" | "set" | "pass", string> & {
  egress: RuleDraft[];
  limits: Record<LimitName, string>;
};

let made = 0;
const nextKey = (): string => `rule ${++made}`;

export const newRule = (): RuleDraft => ({
  key: nextKey(),
  ...{ host: "", port: "443", as: "https", methods: "", paths: "", addresses: "" },
  ...{ secretName: "", secretFrom: "", secretHeader: "authorization", secretPrefix: "Bearer " },
});

const Texts = z.array(z.string()).default([]);
const Shape = z.strictObject({
  format: z.literal(1),
  name: z.string().default(""),
  read: Texts,
  write: Texts,
  directory: z.string().default(""),
  set: z.record(z.string(), z.string()).default({}),
  pass: Texts,
  egress: z
    .array(
      z.strictObject({
        host: z.string(),
        port: z.number(),
        as: z.enum(ruleKinds),
        methods: Texts,
        paths: Texts,
        addresses: Texts,
        secret: z
          .strictObject({ name: z.string(), from: z.string(), header: z.string(), prefix: z.string().default("") })
          .optional(),
      }),
    )
    .default([]),
  limits: z.partialRecord(z.enum(limitNames), z.number()).default({}),
});

/** Null where the text is not one that the form could show without losing something. */
export function draftOf(text: string): ProfileDraft | null {
  const read = readPlaces(text);
  const parsed = Shape.safeParse("value" in read ? read.value : null);
  if (!parsed.success) return null;
  const { format: _, read: reads, write, set, pass, egress, limits, ...rest } = parsed.data;
  const values = Object.values(set);
  // A line is a variable; one with an end of line in it is for the text alone.
  if ([...reads, ...write, ...pass, ...values].some((line) => line.includes("\n"))) return null;
  if (
    egress.some(({ methods, paths, addresses }) =>
      [...methods, ...paths, ...addresses].some((one) => one.includes(",")),
    )
  )
    return null;
  return {
    ...rest,
    read: reads.join("\n"),
    write: write.join("\n"),
    set: Object.entries(set)
      .map(([name, value]) => `${name}=${value}`)
      .join("\n"),
    pass: pass.join("\n"),
    egress: egress.map(({ secret, methods, paths, addresses, host, port, as }) => ({
      ...{ key: nextKey(), host, as, port: String(port) },
      ...{ methods: methods.join(", "), paths: paths.join(", "), addresses: addresses.join(", ") },
      secretName: secret?.name ?? "",
      secretFrom: secret?.from ?? "",
      secretHeader: secret?.header ?? "authorization",
      secretPrefix: secret ? secret.prefix : "Bearer ",
    })),
    limits: Object.fromEntries(limitNames.map((name) => [name, String(limits[name] ?? "")])) as ProfileDraft["limits"],
  };
}

const lines = (text: string): string[] => text.split("\n").flatMap((line) => line.trim() || []);
const words = (text: string): string[] => text.split(",").flatMap((word) => word.trim() || []);
/** What is no number stays as it was written, so that checking the text says so. */
const number = (text: string): number | string => (/^\d+$/.test(text.trim()) ? Number(text) : text);
const some = <Value>(name: string, value: Value, there: boolean): Record<string, Value> =>
  there ? { [name]: value } : {};

export function textOf({ name, read, write, directory, set, pass, egress, limits }: ProfileDraft): string {
  const variables = lines(set).map((line): [string, string] => {
    const at = line.indexOf("=");
    return at < 0 ? [line, ""] : [line.slice(0, at).trim(), line.slice(at + 1)];
  });
  const limited = limitNames.filter((one) => limits[one].trim() !== "").map((one) => [one, number(limits[one])]);
  const profile = {
    ...{ format: 1, name: name.trim() },
    ...some("read", lines(read), lines(read).length > 0),
    ...some("write", lines(write), lines(write).length > 0),
    ...some("directory", directory.trim(), directory.trim() !== ""),
    ...some("set", Object.fromEntries(variables), variables.length > 0),
    ...some("pass", lines(pass), lines(pass).length > 0),
    ...some("egress", egress.map(ruleOf), egress.length > 0),
    ...some("limits", Object.fromEntries(limited), limited.length > 0),
  };
  return JSON.stringify(profile, null, 2);
}

function ruleOf(rule: RuleDraft): object {
  const [methods, paths, addresses] = [rule.methods, rule.paths, rule.addresses].map(words) as [
    string[],
    string[],
    string[],
  ];
  const secret = {
    name: rule.secretName.trim(),
    from: rule.secretFrom.trim(),
    header: rule.secretHeader.trim(),
    prefix: rule.secretPrefix,
  };
  return {
    ...{ host: rule.host.trim(), port: number(rule.port), as: rule.as },
    ...some("methods", methods, methods.length > 0),
    ...some("paths", paths, paths.length > 0),
    ...some("addresses", addresses, addresses.length > 0),
    ...some("secret", secret, secret.name !== "" || secret.from !== ""),
  };
}

export const starter = '{\n  "format": 1,\n  "name": "support",\n  "egress": []\n}';
