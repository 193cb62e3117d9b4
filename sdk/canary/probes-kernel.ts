/** Attempts on other processes and on the kernel. */
import type { Probe } from "./probe.ts";

export const kernelProbes: readonly Probe[] = [
  {
    id: "processes.list",
    family: "processes",
    attempt: "See another process of the machine",
    run: ({ fs }, { victimName }) => {
      for (const name of fs.readdirSync("/proc")) {
        try {
          if (/^\d+$/.test(name) && fs.readFileSync(`/proc/${name}/cmdline`, "latin1").includes(victimName))
            return `process ${name}`;
        } catch {
          // Gone meanwhile.
        }
      }
      throw new Error("it is not in /proc");
    },
  },
  {
    id: "processes.signal",
    family: "processes",
    attempt: "Send a signal to another process of the machine",
    run: (_, { victim }) => {
      process.kill(victim, 0);
      return `process ${victim}`;
    },
  },
  {
    id: "processes.trace",
    family: "processes",
    attempt: "Attach to another process as a debugger",
    run: ({ perl }, { victim, numbers }) =>
      perl(`syscall(${numbers.ptrace}, 0x4206, ${victim}, 0, 0) == 0 or die "$!\\n"; print "attached"`),
  },
  {
    id: "processes.shared-memory",
    family: "processes",
    attempt: "Open shared memory of another process",
    run: ({ perl }, { shmKey }) => perl(`defined(shmget(${shmKey}, 0, 0)) or die "$!\\n"; print "opened"`),
  },
  {
    id: "kernel.core-pattern",
    family: "kernel",
    attempt: "Open the setting that names the program run at a crash, for writing",
    run: ({ fs }) => {
      fs.closeSync(fs.openSync("/proc/sys/kernel/core_pattern", "r+"));
      return "opened";
    },
  },
  {
    id: "kernel.sysfs",
    family: "kernel",
    attempt: "Read the devices and settings of the kernel under /sys",
    run: ({ fs }) => `${fs.readdirSync("/sys/class").length} classes of devices`,
  },
  {
    id: "kernel.mount",
    family: "kernel",
    attempt: "Mount a file system",
    run: ({ perl }, { numbers }) =>
      perl(
        `syscall(${numbers.unshare}, 0x20000); my ($s, $r, $d, $t) = ("none", "/", "/tmp", "tmpfs");` +
          `syscall(${numbers.mount}, $s, $r, 0, 0x44000, 0);` +
          `syscall(${numbers.mount}, $s, $d, $t, 0, 0) == 0 or die "$!\\n"; print "mounted"`,
      ),
  },
  {
    id: "kernel.remount",
    family: "kernel",
    attempt: "Make a read-only place writable by mounting it again",
    run: ({ perl }, { numbers }) =>
      perl(
        `syscall(${numbers.unshare}, 0x20000); my ($s, $d) = ("none", "/");` +
          `syscall(${numbers.mount}, $s, $d, 0, 0x44000, 0);` +
          `my $u = "/usr"; syscall(${numbers.mount}, $u, $u, 0, 0x1000, 0);` +
          `syscall(${numbers.mount}, $s, $u, 0, 0x1020, 0) == 0 or die "$!\\n"; print "mounted again"`,
      ),
  },
  {
    id: "kernel.user-namespace",
    family: "kernel",
    attempt: "Become root of a namespace of its own",
    run: ({ perl }, { numbers }) => perl(`syscall(${numbers.unshare}, 0x10000000) == 0 or die "$!\\n"; print "became"`),
  },
  {
    id: "kernel.join-namespace",
    family: "kernel",
    attempt: "Join the network of another process",
    run: ({ perl }, { victim, numbers }) =>
      perl(
        `open(my $f, "<", "/proc/${victim}/ns/net") or die "$!\\n";` +
          `syscall(${numbers.setns}, fileno($f), 0) == 0 or die "$!\\n"; print "joined"`,
      ),
  },
  {
    id: "kernel.keyring",
    family: "kernel",
    attempt: "Open the keys that the kernel keeps for the user",
    run: ({ perl }, { numbers }) => perl(`syscall(${numbers.keyctl}, 0, -4, 1) > 0 or die "$!\\n"; print "opened"`),
  },
  {
    id: "kernel.io-uring",
    family: "kernel",
    attempt: "Make system calls past the filter, by a ring of the kernel's",
    run: ({ perl }, { numbers }) =>
      perl(`my $p = "\\0" x 120; syscall(${numbers.io_uring_setup}, 1, $p) >= 0 or die "$!\\n"; print "made"`),
  },
  {
    id: "kernel.log",
    family: "kernel",
    attempt: "Read the kernel's log",
    run: ({ perl }, { numbers }) =>
      perl(`my $b = "\\0" x 4096; syscall(${numbers.syslog}, 3, $b, 4096) > 0 or die "$!\\n"; print "read"`),
  },
  {
    id: "kernel.devices",
    family: "kernel",
    attempt: "Find a disk or a console of the machine",
    run: ({ fs }) => {
      const found = fs.readdirSync("/dev").find((name) => {
        try {
          return fs.statSync(`/dev/${name}`).isBlockDevice() || name === "kmsg" || name === "mem";
        } catch {
          return false;
        }
      });
      if (found === undefined) throw new Error("there is none in /dev");
      return `/dev/${found}`;
    },
  },
];
