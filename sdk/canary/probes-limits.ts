/** Attempts to use up the machine. Each is bounded: it asks for a little more than the profile allows, and gives it back. */
import type { Probe } from "./probe.ts";

export const limitProbes: readonly Probe[] = [
  {
    id: "limits.processes",
    family: "limits",
    attempt: "Start more processes than the profile allows",
    run: ({ perl }, { limits }) =>
      perl(
        `my @all; my $why = ""; for (1 .. ${limits.processes + 8}) { my $p = fork; unless (defined $p) { $why = "$!"; last }` +
          `if (!$p) { sleep 5; exit } push @all, $p } kill 9, @all; waitpid($_, 0) for @all;` +
          `die "$why after " . @all . "\\n" if $why; print scalar @all`,
      ),
  },
  {
    id: "limits.file-size",
    family: "limits",
    attempt: "Write a larger file than the profile allows",
    run: ({ fs }, { limits, work }) => {
      const file = `${work}/large-${process.pid}`;
      process.on("SIGXFSZ", () => undefined);
      try {
        fs.writeFileSync(file, "");
        fs.truncateSync(file, limits.fileMb * 1024 * 1024 + 1);
        return `${fs.statSync(file).size} bytes`;
      } finally {
        fs.rmSync(file, { force: true });
      }
    },
  },
  {
    id: "limits.disk",
    family: "limits",
    attempt: "Fill the temporary directory beyond what the profile allows",
    run: ({ fs }, { limits }) => {
      const directory = fs.mkdtempSync("/tmp/fill-");
      const block = Buffer.alloc(1024 * 1024);
      try {
        for (let mb = 0; mb <= limits.tmpMb; mb += 1) fs.writeFileSync(`${directory}/${mb}`, block);
        return `${limits.tmpMb + 1} MB`;
      } finally {
        fs.rmSync(directory, { recursive: true, force: true });
      }
    },
  },
  {
    id: "limits.memory",
    family: "limits",
    attempt: "Use more memory than the profile allows",
    run: ({ perl }, { limits }) =>
      perl(`my $x = "x" x (${limits.memoryMb + 32} * 1024 * 1024); print length($x) >> 20, " MB"`),
  },
];

/** Under a profile with one second of CPU time: what is tried is that the limit works, not how high the profile sets it. */
export const cpuProbe: Probe = {
  id: "limits.cpu-time",
  family: "limits",
  attempt: "Compute for longer than the limit on CPU time",
  run: ({ perl }) =>
    perl(
      `my ($n, @t) = (0, 0, 0); while ($t[0] + $t[1] < 1.1) { $n++ for 1 .. 100000; @t = times } print "computed on"`,
    ),
};

/** Under a profile with one second in all. */
export const wallProbe: Probe = {
  id: "limits.wall-time",
  family: "limits",
  attempt: "Stay for longer than the limit on wall time",
  run: () => new Promise((resolve) => setTimeout(() => resolve("still there"), 1600)),
};
