/** The gateway of the proxy that is measured, in a process of its own: what it does is not the client's to pay for. */

import { FakeGateway } from "@/sdk/testing/fake-gateway";
import { BundleContent } from "@/sdk/wire/bundle";

const gateway = await FakeGateway.start();
process.on("message", (content) => {
  gateway.publish(BundleContent.parse(content));
  process.send?.({ url: gateway.url, token: gateway.enrolToken() });
});
process.on("disconnect", () => process.exit(0));
process.send?.("ready");
