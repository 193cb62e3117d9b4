// Requests to the gateway, and its stream of orders: followed for ever, resumed where it broke off.
import { token } from "./signed.mjs";

const PATIENCE_MS = 10_000;
const RETRY_MS = 250;

export class Refused extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

export class Gateway {
  constructor(url, key) {
    this.url = url;
    this.key = key;
    this.pepId = null;
    this.stopped = new AbortController();
  }

  async ask(method, path, body) {
    const headers = { "content-type": "application/json" };
    if (this.pepId) headers.authorization = `Bearer ${token(this.key, this.pepId)}`;
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const response = await fetch(new URL(path, this.url), {
      method,
      headers,
      body: body && JSON.stringify(body),
      signal,
      redirect: "error",
    });
    const answer = await response.json();
    if (!response.ok) throw new Refused(response.status, answer.detail ?? String(response.status));
    return answer;
  }

  /** Calls `take(event, id)` for each event, in order; `lastId()` is where to resume, `leaseSeconds()` how long silence may last. */
  async follow({ take, lastId, leaseSeconds, onOpen }) {
    while (!this.stopped.signal.aborted) {
      try {
        await this.readStream({ take, lastId, leaseSeconds, onOpen });
      } catch {
        // Unreachable or broken off: tried again, with some chance, so that a fleet does not come back at once.
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS * (0.5 + Math.random())));
    }
  }

  async readStream({ take, lastId, leaseSeconds, onOpen }) {
    const cut = new AbortController();
    const end = () => cut.abort();
    this.stopped.signal.addEventListener("abort", end, { once: true });
    let silence = setTimeout(end, PATIENCE_MS);
    const headers = { accept: "text/event-stream", authorization: `Bearer ${token(this.key, this.pepId)}` };
    if (lastId() !== null) headers["last-event-id"] = lastId();
    try {
      const response = await fetch(new URL("/v1/pep/stream", this.url), {
        headers,
        signal: cut.signal,
        redirect: "error",
      });
      if (!response.ok) return;
      onOpen();
      let rest = "";
      for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
        clearTimeout(silence);
        silence = setTimeout(end, leaseSeconds() * 750);
        const blocks = (rest + chunk).replaceAll("\r\n", "\n").split("\n\n");
        rest = blocks.pop();
        for (const block of blocks) deliver(block, take);
      }
    } finally {
      clearTimeout(silence);
      this.stopped.signal.removeEventListener("abort", end);
    }
  }

  close() {
    this.stopped.abort();
  }
}

function deliver(block, take) {
  let id = null;
  let data = "";
  for (const line of block.split("\n")) {
    if (line.startsWith("id:")) id = line.slice(3).trim();
    if (line.startsWith("data:")) data += line.slice(5).trim();
  }
  if (data !== "") take(JSON.parse(data), id);
}
