/** The product's own enforcement point, put before the kit. */
import { connect } from "../../pep/connect.ts";
import { Denied } from "../../pep/denied.ts";
import { type Reply, type Request, runTool, serveRequests, surrounding } from "./request-lines.ts";

const toolUrl = surrounding("GATEHOUSE_TOOL_URL");
const point = await connect({
  url: surrounding("GATEHOUSE_URL"),
  enrolToken: surrounding("GATEHOUSE_ENROL_TOKEN"),
  stateDir: surrounding("GATEHOUSE_STATE_DIR"),
  kind: "sdk",
  name: "conformance",
});

async function answer({ id: _, seenPin, ...request }: Request): Promise<Reply> {
  let ran = false;
  const run = (args: unknown): Promise<unknown> => {
    ran = true;
    return runTool(toolUrl, request.tool, args);
  };
  try {
    // A definition that is not seen at all agrees with no pin.
    const options = seenPin === undefined || seenPin === "unseen" ? {} : { seenPin: () => seenPin ?? "none" };
    await point.call(request, run, options);
    return { ran, code: "permitted" };
  } catch (error) {
    if (error instanceof Denied) return { ran, code: error.decision.code };
    return { ran, code: null };
  }
}

await serveRequests(answer);
await point.close();
