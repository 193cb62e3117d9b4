/** A point that is a command: one JSON request per line in, one JSON answer per line out, in any order. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { messageOf } from "../pep/logger.ts";
import { printable } from "../pep/printable.ts";
import { within } from "../pep/within.ts";
import { Answer, type KitCall, type Subject, type Surroundings } from "./subject.ts";
import { CheckFailed } from "./verdicts.ts";

const ANSWER_WITHIN_MS = 20_000;
const END_WITHIN_MS = 8000;
const STDERR_KEPT = 400;

type Waiting = { resolve(answer: Answer): void; reject(reason: Error): void };

export class CommandSubject implements Subject {
  private readonly command: readonly string[];
  private child: ChildProcessWithoutNullStreams | null = null;
  private readonly waiting = new Map<string, Waiting>();
  private asked = 0;
  private lastWords = "";

  constructor(command: readonly string[]) {
    this.command = command;
  }

  async start(surroundings: Surroundings): Promise<void> {
    const [program = "", ...args] = this.command;
    const child = spawn(program, args, { env: { ...process.env, ...surroundings }, stdio: "pipe" });
    this.child = child;
    this.lastWords = "";
    child.stderr.on("data", (chunk: Buffer) => {
      this.lastWords = (this.lastWords + chunk.toString()).slice(-STDERR_KEPT);
    });
    child.stdin.on("error", () => undefined);
    createInterface({ input: child.stdout }).on("line", (line) => this.heard(line));
    child.on("close", (code) => this.ended(child, `The command ended (${code ?? "by a signal"}).`));
    await new Promise<void>((resolve, reject) => {
      child.once("spawn", () => resolve());
      child.once("error", (error) => reject(new CheckFailed(`The command cannot be started: ${messageOf(error)}.`)));
    });
  }

  call(request: KitCall): Promise<Answer> {
    const { child } = this;
    if (!child) return Promise.reject(new CheckFailed(`The command has ended. ${this.said()}`));
    this.asked += 1;
    const id = `call-${this.asked}`;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(id);
        reject(new CheckFailed(`The command did not answer within ${ANSWER_WITHIN_MS / 1000} s.`));
      }, ANSWER_WITHIN_MS);
      const settle = <T>(act: (value: T) => void) => {
        return (value: T): void => {
          clearTimeout(timer);
          act(value);
        };
      };
      this.waiting.set(id, { resolve: settle(resolve), reject: settle(reject) });
      child.stdin.write(`${JSON.stringify({ id, ...request })}\n`);
    });
  }

  async stop(): Promise<void> {
    const { child } = this;
    if (!child) return;
    this.child = null;
    const closed = once(child, "close").then(() => undefined);
    child.stdin.end();
    await within(END_WITHIN_MS, closed);
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
    await within(END_WITHIN_MS, closed);
  }

  private heard(line: string): void {
    let body: unknown;
    try {
      body = JSON.parse(line);
    } catch {
      return;
    }
    const answer = Answer.safeParse(body);
    if (!answer.success) return;
    const waiter = this.waiting.get(answer.data.id);
    this.waiting.delete(answer.data.id);
    waiter?.resolve(answer.data);
  }

  private ended(child: ChildProcessWithoutNullStreams, why: string): void {
    if (this.child === child) this.child = null;
    for (const { reject } of this.waiting.values()) reject(new CheckFailed(`${why} ${this.said()}`));
    this.waiting.clear();
  }

  private said(): string {
    const words = printable(this.lastWords.trim(), STDERR_KEPT);
    return words === "" ? "" : `It said: ${words}`;
  }
}
