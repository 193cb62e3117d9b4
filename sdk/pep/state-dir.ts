/**
 * The directory in which an enforcement point keeps its key, its last verified bundle, its stop orders and its spool.
 * Readable by its user alone; files are replaced whole, so that a crash leaves the old one or the new one.
 */
import {
  chmodSync,
  closeSync,
  constants,
  fsyncSync,
  ftruncateSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import path from "node:path";
import type { ZodType } from "zod";
import { ConnectFailed } from "./denied.ts";
import { isRunning, pidOf, thisProcess } from "./lock-holder.ts";
import { messageOf } from "./logger.ts";

export class StateDir {
  readonly path: string;
  private locked = false;

  constructor(directory: string) {
    this.path = path.resolve(directory);
  }

  /** Creates the directory when missing and takes it for this process alone. */
  take(): void {
    try {
      mkdirSync(this.path, { recursive: true, mode: 0o700 });
      chmodSync(this.path, 0o700);
    } catch (error) {
      throw new ConnectFailed(
        `The state directory ${this.path} cannot be used (${messageOf(error)}). Name another one.`,
      );
    }
    this.lock();
  }

  file(name: string): string {
    return path.join(this.path, name);
  }

  readText(name: string): string | null {
    try {
      return readFileSync(this.file(name), "utf8");
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  /** Null when the file is missing. Throws when it is there and is not what `schema` describes. */
  readJson<T>(name: string, schema: ZodType<T>): T | null {
    const text = this.readText(name);
    if (text === null) return null;
    try {
      return schema.parse(JSON.parse(text));
    } catch {
      throw new ConnectFailed(`${this.file(name)} is damaged. Remove ${this.path} and enrol the point again.`);
    }
  }

  /** Replaces the file in one step, and waits until the disk has it. */
  write(name: string, text: string): void {
    const temporary = this.file(`${name}.new`);
    const file = openSync(temporary, "w", 0o600);
    try {
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, this.file(name));
  }

  /**
   * Overwrites a small file where it is: for what is written often and may be missing after a crash of the machine, when
   * {@link readLight} finds nothing.
   */
  writeLight(name: string, text: string): void {
    const file = openSync(this.file(name), constants.O_RDWR | constants.O_CREAT, 0o600);
    try {
      ftruncateSync(file, writeSync(file, text, 0));
    } finally {
      closeSync(file);
    }
  }

  /** Null when the file is missing or was torn. */
  readLight<T>(name: string, schema: ZodType<T>): T | null {
    try {
      return schema.parse(JSON.parse(this.readText(name) ?? ""));
    } catch {
      return null;
    }
  }

  remove(name: string): void {
    try {
      unlinkSync(this.file(name));
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }

  /** The process that holds the directory now; null when none does. */
  holder(): number | null {
    const holder = this.readText("lock");
    return holder !== null && isRunning(holder) ? pidOf(holder) : null;
  }

  release(): void {
    if (!this.locked) return;
    this.locked = false;
    this.remove("lock");
  }

  /** Two processes behind one identity would confirm a kill that only one of them has heard. */
  private lock(): void {
    const mine = this.file(`lock.${process.pid}`);
    this.write(`lock.${process.pid}`, JSON.stringify(thisProcess()));
    try {
      if (!tryLink(mine, this.file("lock"))) {
        const holder = this.readText("lock");
        if (holder !== null && isRunning(holder)) {
          throw new ConnectFailed(
            `${this.path} is in use by process ${pidOf(holder)}. Each running point needs a state directory of its own.`,
          );
        }
        if (holder !== null) this.clearStale(holder);
        if (!tryLink(mine, this.file("lock")))
          throw new ConnectFailed(`${this.path} was just taken by another process.`);
      }
      this.locked = true;
    } finally {
      this.remove(`lock.${process.pid}`);
    }
  }

  /** Moves a dead holder's lock away, and puts it back if another process replaced it in between. */
  private clearStale(holder: string): void {
    const aside = `lock.stale.${process.pid}`;
    renameSync(this.file("lock"), this.file(aside));
    const wasStale = this.readText(aside) === holder;
    if (!wasStale) tryLink(this.file(aside), this.file("lock"));
    this.remove(aside);
  }
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
