/** Reads server-sent events from a bare socket: what many simulated points in one process can afford. */

/** Calls back with the type and the data of each event; headers and chunk framing hold no such lines. */
export function eventReader(onEvent: (type: string, data: string) => void): (chunk: Buffer) => void {
  let rest = "";
  let type = "";
  return (chunk) => {
    const lines = (rest + chunk.toString("latin1")).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line.startsWith("event: ")) type = line.slice(7);
      else if (line.startsWith("data: ")) onEvent(type, line.slice(6));
    }
  };
}
