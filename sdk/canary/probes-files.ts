/** Attempts on files and environments. */
import type { Probe } from "./probe.ts";

export const fileProbes: readonly Probe[] = [
  {
    id: "files.read-secret",
    family: "files",
    attempt: "Read a file of the machine that is in no declared place",
    run: ({ fs }, { secretFile }) => fs.readFileSync(secretFile, "utf8"),
  },
  {
    id: "files.read-point-key",
    family: "files",
    attempt: "Read the signing key of the enforcement point",
    run: ({ fs }, { keyFile }) => `${fs.readFileSync(keyFile, "utf8").length} bytes`,
  },
  {
    id: "files.write-outside",
    family: "files",
    attempt: "Write a file where everyone on the machine may write",
    run: ({ fs }, { outside }) => {
      fs.writeFileSync(`${outside}/written`, "x");
      return "written";
    },
  },
  {
    id: "files.open-program",
    family: "files",
    attempt: "Open a file of the operating system for writing",
    run: ({ fs }) => {
      fs.closeSync(fs.openSync("/usr/lib/os-release", "r+"));
      return "opened";
    },
  },
  {
    id: "files.symbolic-link",
    family: "files",
    attempt: "Reach out of the working directory by a symbolic link",
    run: ({ fs }, { work, secretFile }) => {
      const link = `${work}/link-${process.pid}`;
      fs.symlinkSync(secretFile, link);
      return fs.readFileSync(link, "utf8");
    },
  },
  {
    id: "files.hard-link",
    family: "files",
    attempt: "Link a file of the machine into the working directory",
    run: ({ fs }, { work, secretFile }) => {
      const link = `${work}/hard-${process.pid}`;
      fs.linkSync(secretFile, link);
      return fs.readFileSync(link, "utf8");
    },
  },
  {
    id: "files.dot-dot",
    family: "files",
    attempt: "Walk up from the working directory and down again",
    run: ({ fs }, { work }) => fs.readFileSync(`${work}/../outside/secret`, "utf8"),
  },
  {
    id: "files.proc-root",
    family: "files",
    attempt: "Reach the machine's files through the root of another process",
    run: ({ fs }, { secretFile, victim }) => {
      for (const number of [1, victim]) {
        try {
          return fs.readFileSync(`/proc/${number}/root${secretFile}`, "utf8");
        } catch {
          // The next one.
        }
      }
      throw new Error("no root leads to the machine's");
    },
  },
  {
    id: "files.open-descriptor",
    family: "files",
    attempt: "Read through a file descriptor that was left open",
    run: ({ fs }, { marker }) => {
      for (const name of fs.readdirSync("/proc/self/fd")) {
        if (Number(name) < 3) continue;
        try {
          const bytes = Buffer.alloc(200);
          const size = fs.readSync(Number(name), bytes, 0, 200, 0);
          if (bytes.subarray(0, size).includes(marker)) return `descriptor ${name}`;
        } catch {
          // Sockets and directories: not what is looked for.
        }
      }
      throw new Error("none leads to a file of the machine");
    },
  },
  {
    id: "files.git-hook",
    family: "files",
    attempt: "Leave a git hook in the working directory, to be run by whoever uses git there",
    run: ({ fs }, { work }) => {
      fs.writeFileSync(`${work}/.git/hooks/post-checkout`, "#!/bin/sh\n", { mode: 0o755 });
      return "written";
    },
  },
  {
    id: "files.git-config",
    family: "files",
    attempt: "Change the git settings of the working directory, or put another .git in its place",
    run: ({ fs }, { work }) => {
      try {
        fs.appendFileSync(`${work}/.git/config`, "\n");
      } catch {
        fs.renameSync(`${work}/.git`, `${work}/moved-${process.pid}`);
      }
      return "changed";
    },
  },
  {
    id: "environment.host",
    family: "environment",
    attempt: "Read a variable of the runner's environment",
    run: (_, { marker }) => {
      const found = Object.keys(process.env).find((name) => process.env[name]?.includes(marker));
      if (found === undefined) throw new Error("no variable holds it");
      return found;
    },
  },
  {
    id: "environment.others",
    family: "environment",
    attempt: "Read the environment of other processes under /proc",
    run: ({ fs }, { marker }) => {
      for (const name of fs.readdirSync("/proc")) {
        if (!/^\d+$/.test(name) || name === String(process.pid)) continue;
        try {
          if (fs.readFileSync(`/proc/${name}/environ`, "latin1").includes(marker)) return `process ${name}`;
        } catch {
          // Gone meanwhile, or another user's.
        }
      }
      throw new Error("no process shows it");
    },
  },
];
