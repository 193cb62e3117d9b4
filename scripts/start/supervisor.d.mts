import type { Problem } from "./problem.mjs";

export class Supervised {
  constructor(options: {
    name: string;
    args: string[];
    env: NodeJS.ProcessEnv;
    show: (line: string) => void;
    onGiveUp: (problem: Problem) => void;
    firstBackoffMs?: number;
  });
  readonly running: boolean;
  start(): void;
  resume(): void;
  restart(): Promise<void>;
  stop(graceMs?: number): Promise<void>;
  kill(): void;
}
