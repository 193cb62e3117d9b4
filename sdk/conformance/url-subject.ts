/** A point that is reached by HTTP: the same requests, each a POST of one JSON object to one address. */
import { messageOf } from "../pep/logger.ts";
import { Answer, type KitCall, type Subject, type Surroundings } from "./subject.ts";
import { CheckFailed } from "./verdicts.ts";

const ANSWER_WITHIN_MS = 20_000;

export class UrlSubject implements Subject {
  private readonly url: URL;
  private asked = 0;

  constructor(url: URL) {
    this.url = url;
  }

  async start(surroundings: Surroundings): Promise<void> {
    await this.post({ start: surroundings });
  }

  call(request: KitCall): Promise<Answer> {
    return this.post(request);
  }

  async stop(): Promise<void> {
    await this.post({ stop: true }).catch(() => undefined);
  }

  private async post(body: object): Promise<Answer> {
    this.asked += 1;
    const id = `call-${this.asked}`;
    const init = {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ id, ...body }),
      redirect: "error",
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    } as const;
    let answer: unknown;
    try {
      answer = await (await fetch(this.url, init)).json();
    } catch (error) {
      const cause = error instanceof Error && error.cause ? error.cause : error;
      throw new CheckFailed(`${this.url.origin} does not answer in JSON: ${messageOf(cause)}.`);
    }
    const parsed = Answer.safeParse(answer);
    if (!parsed.success || parsed.data.id !== id) throw new CheckFailed(`${this.url.origin} gave no answer to ${id}.`);
    return parsed.data;
  }
}
