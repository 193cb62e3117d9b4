/** The egress proxy that is measured, in a process of its own as its peer is. Policy is not asked: that is measured by `decision`. */
import { EgressProxy } from "@/sdk/egress/egress-proxy";
import { ungoverned } from "@/sdk/egress/governor";
import { silent } from "@/sdk/pep/logger";
import { EgressRule } from "@/sdk/sandbox/profile";

type Asked = { socket: string; rules: unknown[] };

process.on("message", async ({ socket, rules }: Asked) => {
  const proxy = new EgressProxy({
    rules: rules.map((rule) => EgressRule.parse(rule)),
    secrets: new Map(),
    governor: ungoverned,
    log: silent,
    resolve: async () => ["127.0.0.1"],
  });
  await proxy.listen(socket);
  process.send?.({ up: true });
});
process.send?.({ ready: true });
