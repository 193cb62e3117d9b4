import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { agentPlace, sandboxing, theMachine } from "../testing/sandboxing.ts";
import { watched } from "../testing/watched.ts";
import { INSIDE } from "./bwrap-arguments.ts";
import { launch, RunDirectory } from "./launch.ts";
import { examineMachine, type Machine } from "./machine.ts";
import { Profile } from "./profile.ts";
import { seccompFilter } from "./seccomp.ts";

const base = { format: 1, name: "test" };

async function runIn(more: object, script: string) {
  const machine = theMachine();
  const run = new RunDirectory(machine);
  onTestFinished(() => run.remove());
  const profile = Profile.parse({ ...base, ...more });
  const box = launch({ profile, machine, run, egress: false, stdio: "pipe", command: ["/bin/sh", "-c", script] });
  onTestFinished(() => box.kill());
  let said = "";
  box.child.stdout?.on("data", (bytes) => {
    said += bytes;
  });
  const ending = await box.ended;
  return { said, ending, box };
}

test("a machine without bubblewrap says so, and gives nothing to run with", () => {
  process.env.GATEHOUSE_BWRAP = "/nonexistent/bwrap";
  onTestFinished(() => void delete process.env.GATEHOUSE_BWRAP);
  expect(examineMachine()).toEqual({ missing: expect.stringMatching(/bubblewrap is not installed/) });
});

test("a filter of system calls is whole instructions, and a machine that is not known gets none", () => {
  for (const arch of ["x64", "arm64"]) expect((seccompFilter(arch)?.length ?? 1) % 8).toBe(0);
  expect(seccompFilter("mips")).toBeNull();
});

describe.skipIf(!sandboxing)("in a sandbox (skipped where the machine cannot make one)", () => {
  test("nothing of the machine's environment, users or network is there, and no capability", async () => {
    process.env.GATEHOUSE_TEST_LEAK = "leak";
    onTestFinished(() => void delete process.env.GATEHOUSE_TEST_LEAK);
    const { said } = await runIn(
      { set: { GIVEN: "yes" } },
      "env; cat /etc/passwd /proc/1/environ; ls /; id -u; cat /proc/net/dev; grep -E '^(CapEff|NoNewPrivs|Seccomp):' /proc/self/status",
    );
    expect(said).toContain("GIVEN=yes");
    expect(said).not.toMatch(/leak|root:|home|eth0/);
    expect(said).toMatch(/CapEff:\s+0+\n/);
    expect(said).toMatch(/NoNewPrivs:\s+1\nSeccomp:\s+2/);
    expect(said).not.toMatch(/^0$/m);
  });

  test("a declared place is read, another is written, and nothing else is", async () => {
    const [read, write] = [agentPlace(), agentPlace()];
    writeFileSync(path.join(read, "note"), "declared\n");
    mkdirSync(path.join(write, ".git"));
    const { said } = await runIn(
      { read: [read], write: [write] },
      `cat ${read}/note; echo x > ${read}/new || echo refused; echo y > ${write}/new; echo z > ${write}/.git/config || echo kept; pwd`,
    );
    expect(said).toBe(`declared\nrefused\nkept\n${write}\n`);
    expect(readFileSync(path.join(write, "new"), "utf8")).toBe("y\n");
    expect(existsSync(path.join(read, "new"))).toBe(false);
  });

  test("its own code is passed on, and its end at the wall time is told apart", async () => {
    expect((await runIn({}, "exit 7")).ending).toMatchObject({ code: 7, why: "ended" });
    expect((await runIn({ limits: { wallSeconds: 1 } }, "sleep 30")).ending.why).toBe("wall time");
  });

  test.each([
    ["Perl", (machine: Machine) => machine],
    ["Node", (machine: Machine): Machine => ({ ...machine, perl: null })],
  ])("the bridge of %s carries many megabytes both ways, and the end of one side alone", async (_, chosen) => {
    const machine = chosen(theMachine());
    const run = new RunDirectory(machine);
    onTestFinished(() => run.remove());
    // Speaks only when the other side has ended: an end that is not carried would be waited for in vain.
    const server = net.createServer({ allowHalfOpen: true }, (client) => {
      const parts: Buffer[] = [];
      client.on("data", (part) => parts.push(part));
      client.on("end", () => client.end(Buffer.concat(parts)));
    });
    await new Promise<void>((resolve) => server.listen(run.socket, () => resolve()));
    run.give(run.socket);
    onTestFinished(() => void server.close());
    const script = `
      const sent = Buffer.alloc(5_000_000, "gatehouse ");
      const ask = () => new Promise((resolve) => {
        const socket = require("node:net").connect({ host: "127.0.0.1", port: 3128, allowHalfOpen: true });
        const parts = [];
        socket.on("data", (part) => parts.push(part));
        socket.on("end", () => { socket.destroy(); resolve(Buffer.concat(parts).equals(sent)); });
        socket.end(sent);
      });
      Promise.all([ask(), ask(), ask()]).then((same) => { console.log(same.join()); process.exit(5); });`;
    const profile = Profile.parse(base);
    const command = [`${INSIDE}/node`, "-e", script];
    const box = launch({ profile, machine, run, egress: true, stdio: "pipe", command });
    onTestFinished(() => box.kill());
    let said = "";
    for (const stream of [box.child.stdout, box.child.stderr])
      stream?.on("data", (bytes) => {
        said += bytes;
      });
    const ending = await box.ended;
    expect({ said, code: ending.code }).toEqual({ said: "true,true,true\n", code: 5 });
  });

  test("a command that is not there is said so, by either bridge", async () => {
    for (const machine of [theMachine(), { ...theMachine(), perl: null }]) {
      const run = new RunDirectory(machine);
      onTestFinished(() => run.remove());
      const box = launch({
        profile: Profile.parse(base),
        machine,
        run,
        egress: true,
        stdio: "pipe",
        command: ["/nowhere"],
      });
      let said = "";
      box.child.stderr?.on("data", (bytes) => {
        said += bytes;
      });
      expect((await box.ended).code).toBe(127);
      expect(said).toMatch(/^gatehouse: \/nowhere cannot be started in the sandbox/);
    }
  });

  test("a place to read inside one to write stays read-only", async () => {
    const write = agentPlace();
    const read = path.join(write, "settings");
    mkdirSync(read);
    const { said } = await runIn(
      { read: [read], write: [write] },
      `echo x > ${read}/new || echo kept; echo y > ${write}/new && echo written`,
    );
    expect(said).toBe("kept\nwritten\n");
  });

  test.each([
    ["by the freezer of a control group", false],
    ["by signals, where none can be made", true],
  ])(
    "a frozen tree stands still, goes on where it stood when it is thawed, and can be ended while it is frozen: %s",
    async (_, bySignals) => {
      const write = agentPlace();
      const machine = theMachine();
      const run = new RunDirectory(machine);
      onTestFinished(() => run.remove());
      const profile = Profile.parse({ ...base, write: [write] });
      const loop = (name: string) => `while :; do echo x >> ${name}; sleep 0.005; done`;
      const script = `setsid sh -c '${loop("far")}' & (${loop("near")}) & echo up; wait`;
      const box = launch({
        profile,
        machine,
        run,
        egress: false,
        stdio: "pipe",
        command: ["/bin/sh", "-c", script],
        bySignals,
      });
      onTestFinished(() => box.kill());
      await new Promise((resolve) => box.child.stdout?.once("data", resolve));
      const sizeOf = (name: string) => statSync(path.join(write, name), { throwIfNoEntry: false })?.size ?? 0;
      const beats = () => ["near", "far"].map(sizeOf);
      const moved = async (before: number[]) => {
        await watched();
        return beats().map((beat, place) => beat !== before[place]);
      };
      await expect.poll(() => beats().every((beat) => beat > 0)).toBe(true);
      expect(box.freeze()).toBe(true);
      expect(await moved(beats())).toEqual([false, false]);
      box.thaw();
      const thawed = beats();
      await expect.poll(() => beats().every((beat, place) => beat !== thawed[place])).toBe(true);
      expect(box.freeze()).toBe(true);
      box.kill();
      expect(await box.ended).toMatchObject({ why: "stopped" });
      expect(await moved(beats())).toEqual([false, false]);
      expect(box.freeze()).toBe(false);
    },
  );

  test("a kill ends every process of the tree, those in the background too", async () => {
    const write = agentPlace();
    const machine = theMachine();
    const run = new RunDirectory(machine);
    onTestFinished(() => run.remove());
    const profile = Profile.parse({ ...base, write: [write] });
    const script = "setsid sh -c 'while :; do date +%N > beat; done' & echo up; wait";
    const box = launch({ profile, machine, run, egress: false, stdio: "pipe", command: ["/bin/sh", "-c", script] });
    await new Promise((resolve) => box.child.stdout?.once("data", resolve));
    box.kill();
    expect(await box.ended).toMatchObject({ why: "stopped" });
    const beat = path.join(write, "beat");
    const last = existsSync(beat) ? readFileSync(beat, "utf8") : "";
    await watched();
    expect(existsSync(beat) ? readFileSync(beat, "utf8") : "").toBe(last);
  });
});
