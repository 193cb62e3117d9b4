import type { NextConfig } from "next";

/** Headers that are the same for every answer. The content security policy carries a nonce and is set by proxy.ts. */
const headers = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "same-origin" },
  {
    key: "Permissions-Policy",
    value:
      "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=(), publickey-credentials-create=(self), publickey-credentials-get=(self)",
  },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
];

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // The development server would print the arguments of server actions, passwords among them.
  logging: { serverFunctions: false },
  // Native and WebAssembly parts, and what holds connections, load from node_modules as they are.
  serverExternalPackages: ["@cedar-policy/cedar-wasm", "@node-rs/argon2", "@prisma/adapter-pg", "@prisma/client", "pg"],
  headers: async () => [{ source: "/:path*", headers }],
};

export default config;
