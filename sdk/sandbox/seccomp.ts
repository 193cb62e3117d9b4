/** A seccomp filter, written as the kernel reads it: system calls that an agent has no use for and that escapes begin with are refused. */

type Numbers = {
  audit: number;
  clone: number;
  clone3: number;
  socket: number;
  ioctl: number;
  refused: readonly number[];
};

/** The same on every machine, since 2019. */
const COMMON = [425, 426, 427, 428, 429, 430, 431, 432, 433, 438, 442, 443, 467];

/** In order: ptrace, process_vm_readv, process_vm_writev, kcmp, mount, umount2, pivot_root, chroot, bpf, add_key, request_key,
 * keyctl, perf_event_open, userfaultfd, init_module, finit_module, delete_module, kexec_load, kexec_file_load, reboot, swapon,
 * swapoff, setns, unshare, open_by_handle_at, name_to_handle_at, acct, quotactl, syslog, settimeofday, clock_settime, adjtimex,
 * clock_adjtime, sethostname, setdomainname, vhangup, fanotify_init, lookup_dcookie; on x86 iopl, ioperm, modify_ldt, uselib. */
const X64 = [
  101, 310, 311, 312, 165, 166, 155, 161, 321, 248, 249, 250, 298, 323, 175, 313, 176, 246, 320, 169, 167, 168, 308,
  272, 304, 303, 163, 179, 103, 164, 227, 159, 305, 170, 171, 153, 300, 212, 172, 173, 154, 134,
];
const ARM64 = [
  117, 270, 271, 272, 40, 39, 41, 51, 280, 217, 218, 219, 241, 282, 105, 273, 106, 104, 294, 142, 224, 225, 268, 97,
  265, 264, 89, 60, 116, 170, 112, 171, 266, 161, 162, 58, 262, 18,
];

const MACHINES: Record<string, Numbers> = {
  x64: { audit: 0xc000003e, clone: 56, clone3: 435, socket: 41, ioctl: 16, refused: [...X64, ...COMMON] },
  arm64: { audit: 0xc00000b7, clone: 220, clone3: 435, socket: 198, ioctl: 29, refused: [...ARM64, ...COMMON] },
};

const ALLOW = 0x7fff0000;
const KILL = 0x80000000;
const errno = (number: number): number => 0x00050000 | number;
const [EPERM, ENOSYS, EAFNOSUPPORT] = [errno(1), errno(38), errno(97)];

/** Any of the flags of clone that make a namespace, save the one for time, which clone cannot take. */
const NEW_NAMESPACES = 0x7e020000;
const X32 = 0x40000000;
/** Sockets of other kinds reach the kernel, other machines of the host, or packets of others. */
const FAMILIES = { unix: 1, inet: 2, inet6: 10 };
/** Put characters into the terminal, or the console's clipboard into it. */
const TERMINAL_TRICKS = [0x5412, 0x541c];

const NUMBER = 0;
const ARCHITECTURE = 4;
const argument = (index: number): number => 16 + 8 * index;

const load = (offset: number): Buffer => instruction(0x20, 0, 0, offset);
const answer = (value: number): Buffer => instruction(0x06, 0, 0, value);
const equal = (value: number, skipIfNot: number): Buffer => instruction(0x15, 0, skipIfNot, value);

function instruction(code: number, jumpTrue: number, jumpFalse: number, k: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16LE(code, 0);
  bytes.writeUInt8(jumpTrue, 2);
  bytes.writeUInt8(jumpFalse, 3);
  bytes.writeUInt32LE(k >>> 0, 4);
  return bytes;
}

/** Null on a machine whose system calls are not known here: then the sandbox is without this layer, and says so. */
export function seccompFilter(arch: string = process.arch): Buffer | null {
  const machine = MACHINES[arch];
  if (!machine) return null;
  const { audit, refused, clone, clone3, socket, ioctl } = machine;
  const refuse = (number: number): Buffer[] => [equal(number, 1), answer(EPERM)];
  return Buffer.concat([
    load(ARCHITECTURE),
    instruction(0x15, 1, 0, audit),
    answer(KILL),
    load(NUMBER),
    // A second numbering of the same calls, by which the list below would be gone around.
    instruction(0x35, 0, 1, X32),
    answer(EPERM),
    ...refused.flatMap(refuse),
    // Its flags stand in memory, where a filter cannot look. Without it, the C library uses clone.
    equal(clone3, 1),
    answer(ENOSYS),
    equal(clone, 4),
    load(argument(0)),
    instruction(0x45, 0, 1, NEW_NAMESPACES),
    answer(EPERM),
    answer(ALLOW),
    equal(socket, 6),
    load(argument(0)),
    instruction(0x15, 3, 0, FAMILIES.unix),
    instruction(0x15, 2, 0, FAMILIES.inet),
    instruction(0x15, 1, 0, FAMILIES.inet6),
    answer(EAFNOSUPPORT),
    answer(ALLOW),
    equal(ioctl, 1 + 2 * TERMINAL_TRICKS.length),
    load(argument(1)),
    ...TERMINAL_TRICKS.flatMap(refuse),
    answer(ALLOW),
  ]);
}
