/** A folder of lib/ imports only folders that stand before it. Adding a domain is adding a word. */
export const order = [
  "shared",
  "db",
  "audit",
  "identity",
  "messages",
  "findings",
  "inventory",
  "activity",
  "telemetry",
  "delegations",
  "policy",
  "checkpoints",
  "replay",
  "oversight",
  "authzen",
  "enforcement",
  "isolation",
  "detections",
  "incidents",
  "maturity",
  "plan",
  "compliance",
  "delivery",
  "mail",
  "demo",
  "jobs",
  "http",
  "gateway",
];

/** Beside the order: code of the browser. It sees what can be read there: shared words, contracts, pure rules. */
export const BESIDE = "client";
