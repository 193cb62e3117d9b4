/** What bubblewrap is told: the smallest root in which programs of this machine run, and the places of the profile in it. */
import { existsSync, lstatSync, readlinkSync } from "node:fs";
import { BRIDGE_PORT } from "./bridge-source.ts";
import { gitDirectories } from "./places.ts";
import type { Profile } from "./profile.ts";

/** Where the sandbox's own files stand inside. */
export const INSIDE = "/tmp/.gatehouse";

export type Interior = {
  profile: Profile;
  /** Directory on this machine that becomes {@link INSIDE}. */
  runDirectory: string;
  command: readonly string[];
  /** Whether the egress proxy's socket is in the run directory. */
  egress: boolean;
  /** Perl, where the machine has it. */
  perl: string | null;
  /** Values of the variables that the profile passes on. */
  environment: Readonly<Record<string, string | undefined>>;
  descriptors: { seccomp: number | null; info: number };
};

const NAMESPACES = ["user", "ipc", "pid", "net", "uts"].map((name) => `--unshare-${name}`);
const LINKED = ["/bin", "/sbin", "/lib", "/lib64", "/lib32", "/libx32"];
const ETC = ["/etc/ld.so.cache", "/etc/ssl/certs", "/etc/ca-certificates", "/etc/alternatives", "/etc/localtime"];
/** Files of the sandbox's own in place of the machine's, which say who else is there. */
export const OWN_ETC = ["passwd", "group", "hosts", "resolv.conf", "nsswitch.conf"];

export function bwrapArguments(interior: Interior): string[] {
  const { profile, runDirectory, command, egress, perl, descriptors } = interior;
  const whole = profile.read.includes("/");
  const carrier = perl ? [perl, `${INSIDE}/bridge.pl`] : [`${INSIDE}/node`, `${INSIDE}/bridge.cjs`];
  const bridge = egress ? [...carrier, `${INSIDE}/egress.sock`] : [];
  return [
    ...NAMESPACES,
    ...["--unshare-cgroup-try", "--disable-userns", "--die-with-parent", "--new-session"],
    ...["--cap-drop", "ALL", "--hostname", "sandbox", "--clearenv"],
    ...(whole ? ["--ro-bind", "/", "/"] : rootOf(runDirectory)),
    ...["--proc", "/proc", "--dev", "/dev"],
    ...["--size", String(profile.limits.tmpMb * 1024 * 1024), "--tmpfs", "/tmp"],
    ...placesOf(profile),
    ...profile.write.flatMap(gitDirectories).flatMap((place) => ["--ro-bind", place, place]),
    ...["--ro-bind", runDirectory, INSIDE],
    ...(egress ? ["--ro-bind", process.execPath, `${INSIDE}/node`] : []),
    // Only where the root is the sandbox's own: what came from the machine was bound read-only before.
    ...(whole ? [] : ["--remount-ro", "/"]),
    ...["--chdir", profile.directory ?? profile.write[0] ?? "/tmp"],
    ...variables(interior),
    ...(descriptors.seccomp === null ? [] : ["--seccomp", String(descriptors.seccomp)]),
    ...["--info-fd", String(descriptors.info), "--"],
    ...bridge,
    ...command,
  ];
}

function rootOf(runDirectory: string): string[] {
  const programs = LINKED.filter((place) => existsSync(place)).flatMap((place) =>
    lstatSync(place).isSymbolicLink() ? ["--symlink", readlinkSync(place), place] : ["--ro-bind", place, place],
  );
  const etc = ETC.flatMap((place) => ["--ro-bind-try", place, place]);
  const own = OWN_ETC.flatMap((name) => ["--ro-bind", `${runDirectory}/${name}`, `/etc/${name}`]);
  return ["--ro-bind", "/usr", "/usr", ...programs, ...etc, ...own];
}

/** A place inside another one is mounted after it, so that what the profile says of the inner one holds. */
const placesOf = ({ read, write }: Profile): string[] =>
  [...read.map((place) => ({ place, how: "--ro-bind" })), ...write.map((place) => ({ place, how: "--bind" }))]
    .filter(({ place }) => place !== "/")
    .sort((a, b) => a.place.length - b.place.length)
    .flatMap(({ place, how }) => [how, place, place]);

function variables({ profile, egress, environment }: Interior): string[] {
  const given: Record<string, string> = {
    PATH: "/usr/local/bin:/usr/bin:/bin",
    HOME: "/tmp",
    TMPDIR: "/tmp",
    LANG: "C.UTF-8",
  };
  for (const name of profile.pass) {
    const value = environment[name];
    if (value !== undefined) given[name] = value;
  }
  Object.assign(given, profile.set);
  if (egress) {
    const proxy = `http://127.0.0.1:${BRIDGE_PORT}`;
    for (const name of ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"]) given[name] = proxy;
    // Nothing else answers in there, loopback and private ranges least of all.
    Object.assign(given, { no_proxy: "", NO_PROXY: "", NODE_USE_ENV_PROXY: "1" });
  }
  return Object.entries(given).flatMap(([name, value]) => ["--setenv", name, value]);
}
