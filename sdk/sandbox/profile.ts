/** The boundary of an agent, as people write it: what it may read, write, reach and use up. Everything that is not listed is refused. */
import { z } from "zod";
import { digestOf } from "../canonical.ts";
import { hostOf } from "../egress/host-name.ts";
import { Port } from "../egress/port.ts";

const Place = z
  .string()
  .min(1)
  .max(1000)
  .refine((text) => text.startsWith("/"), "a place is written from the root, as /srv/data")
  .refine(
    (text) => text === "/" || !/(^|\/)\.{1,2}(\/|$)|\/\/|\/$|\0/.test(text),
    "a place is written without . and ..",
  );

const VariableName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,99}$/, "a variable has letters, digits and _ in its name");

const Method = z.enum(["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]);

/** A secret that the egress proxy puts into requests; the agent never holds it. The value stands in the runner's environment. */
export const ProfileSecret = z.strictObject({
  name: z.string().min(1).max(100),
  /** Variable of the runner's environment that holds the value. */
  from: VariableName,
  header: z.string().regex(/^[A-Za-z0-9-]{1,60}$/, "a header has letters, digits and - in its name"),
  /** What stands before the value, as "Bearer ". */
  prefix: z
    .string()
    .max(100)
    .regex(/^[\x20-\x7e]*$/)
    .default(""),
});
export type ProfileSecret = z.infer<typeof ProfileSecret>;

export const EgressRule = z
  .strictObject({
    host: z
      .string()
      .max(253)
      .refine((text) => hostOf(text) === text, "a host is written in its plain form, as api.example.com or 10.0.0.7"),
    port: Port,
    /** `http`: passed on as it came. `https`: the proxy speaks TLS to the host. `tunnel`: CONNECT, and what is inside stays unseen. */
    as: z.enum(["http", "https", "tunnel"]),
    methods: z.array(Method).max(7).optional(),
    /** Paths that may be asked for: exactly this one, or everything below where it ends in "/". */
    paths: z.array(z.string().startsWith("/").max(500)).max(100).optional(),
    /** Addresses outside the public internet that the host may stand at. Without them, none. */
    addresses: z.array(z.string().max(60)).max(20).default([]),
    secret: ProfileSecret.optional(),
  })
  .refine(({ as, methods, paths, secret }) => as !== "tunnel" || !(methods || paths || secret), {
    message: "what is inside a tunnel is not seen, so it has no methods, paths or secret",
  })
  .refine(({ addresses }) => addresses.every((text) => hostOf(text) === text && /^[0-9a-f.:]+$/.test(text)), {
    message: "an address is written in its plain form, as 10.0.0.7 or fd00::7",
  });
export type EgressRule = z.infer<typeof EgressRule>;

const Limits = z.strictObject({
  memoryMb: z.int().min(32).max(1_000_000).default(1024),
  processes: z.int().min(8).max(100_000).default(128),
  /** Of each process. */
  cpuSeconds: z.int().min(1).max(1_000_000).default(3600),
  wallSeconds: z.int().min(1).max(10_000_000).default(86_400),
  /** Of one file. */
  fileMb: z.int().min(1).max(1_000_000).default(64),
  tmpMb: z.int().min(1).max(1_000_000).default(64),
});
export type Limits = z.infer<typeof Limits>;

export const Profile = z
  .strictObject({
    format: z.literal(1),
    name: z.string().min(1).max(100),
    read: z.array(Place).max(100).default([]),
    write: z.array(Place).max(100).default([]),
    /** Where the command starts: a place of `write` or `read`. */
    directory: Place.optional(),
    /** Variables with their values, for all to see; a secret goes into `egress`. */
    set: z.record(VariableName, z.string().max(10_000)).default({}),
    /** Variables that are passed on from the runner's environment. */
    pass: z.array(VariableName).max(100).default([]),
    egress: z.array(EgressRule).max(200).default([]),
    limits: Limits.prefault({}),
  })
  .superRefine((profile, context) => {
    for (const message of contradictions(profile)) context.addIssue({ code: "custom", message });
  });
export type Profile = z.infer<typeof Profile>;

type Said = {
  read: string[];
  write: string[];
  directory?: string | undefined;
  set: Record<string, string>;
  pass: string[];
  egress: EgressRule[];
};

/** Of the kernel, of devices, and of the sandbox itself: no profile gives these. */
const RESERVED = ["/proc", "/sys", "/dev", "/tmp/.gatehouse"];
const OWN_VARIABLES = /^(LD_|NODE_OPTIONS$|(https?|all|no)_proxy$)/i;

function contradictions({ read, write, directory, set, pass, egress }: Said): string[] {
  const said: string[] = [];
  for (const place of write) {
    if (read.includes(place)) said.push(`${place} is to be read only, and to be written.`);
    if (place === "/") said.push("The root cannot be written: name the places that may be.");
  }
  for (const place of [...read, ...write]) {
    if (RESERVED.some((own) => place === own || place.startsWith(`${own}/`)))
      said.push(`${place} belongs to the kernel or to the sandbox: a profile cannot give it.`);
  }
  if (
    directory &&
    ![...read, ...write].some((place) => place === "/" || directory === place || directory.startsWith(`${place}/`))
  )
    said.push(`The directory ${directory} is in no place that may be read.`);
  for (const name of Object.keys(set)) if (pass.includes(name)) said.push(`${name} is to be set, and to be passed on.`);
  for (const name of [...Object.keys(set), ...pass])
    if (OWN_VARIABLES.test(name)) said.push(`${name} changes how programs load or connect: a profile cannot give it.`);
  const given = egress.flatMap(({ secret }) => (secret ? [secret.from] : []));
  for (const name of pass)
    if (given.includes(name)) said.push(`${name} is a secret of the proxy, and to be passed on.`);
  const doors = egress.map(({ host, port, as }) => `${host}:${port} ${as === "tunnel" ? "as a tunnel" : ""}`.trim());
  for (const door of new Set(doors.filter((door, index) => doors.indexOf(door) !== index)))
    said.push(`${door} has two rules: which of them holds is not said.`);
  return said;
}

/** Values of the secrets that rules name, as the runner's environment has them. */
export function secretsOf(
  egress: readonly EgressRule[],
  environment: Readonly<Record<string, string | undefined>>,
): Map<string, string> {
  const names = egress.flatMap(({ secret }) => (secret ? [secret.from] : []));
  return new Map(
    names.flatMap((name) => {
      const value = environment[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

export const DEFAULT_PROFILE: Profile = Profile.parse({ format: 1, name: "default" });

export const profileDigest = (profile: Profile): string => digestOf(JSON.parse(JSON.stringify(profile)));
