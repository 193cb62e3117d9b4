/** What less a case would make sure of: a set that fails it is not put in force. */
import type { Judged } from "@/lib/changes/guarded-command";
import { weakeningsOf } from "@/lib/changes/weakenings";
import { canonicalJson, type Json } from "@/sdk/canonical";
import type { PolicyTest } from "./test-contract";

type Terms = Pick<PolicyTest, "principal" | "tool" | "arguments" | "expected" | "expectedRule">;

export function judgeTest(test: PolicyTest, after: Terms | null): Judged {
  const { id, name, version } = test;
  const [was, will] = [textOf(test), after && textOf(after)];
  return {
    kind: "policyTest",
    subject: id,
    title: `Test “${name}”`,
    base: version,
    texts: [{ title: name, before: was, after: will ?? "" }],
    weakenings: weakeningsOf("policyTest", { name, before: was, after: will }),
  };
}

const textOf = ({ principal, tool, arguments: args, expected, expectedRule }: Terms): string =>
  [JSON.stringify(principal), tool, canonicalJson(args as Json), `${expected} ${expectedRule ?? ""}`.trim()].join("\n");
