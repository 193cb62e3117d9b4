import { expect, test } from "vitest";
import { digestOf } from "../canonical.ts";
import { McpHarness } from "../testing/mcp-harness.ts";
import { CHANGED_META } from "./change-note.ts";

const set = { path: "b", text: "\u202egnp" };

async function changedCall(answer: string) {
  const harness = await McpHarness.start();
  harness.call(1, "write");
  const id = await harness.gateway.held();
  harness.gateway.approve(id, harness.gateway.changedGrant(id, set));
  const { params } = await harness.forwarded(1);
  expect(params).toMatchObject({ name: "write", arguments: set });
  harness.serverLine(`{"jsonrpc":"2.0",${answer},"id":1}`);
  const said = await harness.answer(1);
  return { harness, id, said, raw: harness.rawToClient.at(-1) ?? "" };
}

test("the server gets exactly what people set, and the client is told so beside the result, which stays as it was written", async () => {
  const { harness, id, said, raw } = await changedCall(
    '"result":{"content":[{"type":"text","text":"done"}],"_meta":{"own":1,"gatehouse/changedArguments":"a lie"},"big":12345678901234567890}',
  );
  expect(harness.forwardedCalls).toHaveLength(1);
  const { content, _meta } = said.result as { content: { text: string }[]; _meta: Record<string, unknown> };
  expect(content.map(({ text }) => text)).toEqual(["done", expect.stringMatching(/^A person changed the arguments/)]);
  expect(content[1]?.text).toContain(id);
  expect(_meta.own).toBe(1);
  expect(_meta[CHANGED_META]).toEqual({
    checkpointId: id,
    askedDigest: digestOf({ path: "a" }),
    ranDigest: digestOf(set),
    places: ["/path", "/text"],
    arguments: set,
  });
  expect(raw).toContain('"big":12345678901234567890');
});

test.each([
  ['"result":{}', 1],
  ['"result":{"content":[ ]}', 1],
  ['"result":{"content":"odd","_meta":[]}', 1],
])("the client is told with the answer %s", async (answer, texts) => {
  const { said } = await changedCall(answer);
  const { content, _meta } = said.result as { content: object[]; _meta: object };
  expect(content).toHaveLength(texts);
  expect(_meta).toHaveProperty([CHANGED_META]);
});

test("a failure says so too", async () => {
  const { said } = await changedCall('"error":{"code":-32000,"message":"no such file"}');
  expect(said.error).toMatchObject({
    code: -32000,
    message: expect.stringMatching(/^no such file A person changed the arguments/),
  });
});
