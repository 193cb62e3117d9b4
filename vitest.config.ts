import path from "node:path";
import { defineConfig } from "vitest/config";

const alias = { "@": path.resolve(import.meta.dirname) };
const exclude = ["**/node_modules/**", "e2e/**", "examples/**", ".next/**", "dist/**"];

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["**/*.test.ts", "**/*.test.tsx"],
          exclude: [...exclude, "sdk/**", "**/*.int.test.ts"],
          // Loading modules takes longer than most of these tests, so the files of a worker share them.
          isolate: false,
          setupFiles: ["e2e/support/leave-no-trace.ts"],
          maxWorkers: 3,
          testTimeout: 20_000,
        },
      },
      {
        // Each file of the package has modules and a call stack of its own: what agents run is tested as it is loaded.
        resolve: { alias },
        test: {
          name: "sdk",
          include: ["sdk/**/*.test.ts"],
          exclude,
          // Many of them wait for a process or a clock, so more workers than cores are well used.
          maxWorkers: 3,
          testTimeout: 20_000,
        },
      },
      {
        // Real agent frameworks, installed by scripts/test/install-examples.mjs.
        test: {
          name: "examples",
          include: ["examples/**/*.test.ts"],
          exclude: ["**/node_modules/**"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
      {
        // The built processes killed, cut off and starved. `npm run faults` runs them with the others that docs/faults.md names.
        resolve: { alias },
        test: {
          name: "faults",
          include: ["e2e/faults/*.fault.ts"],
          globalSetup: ["e2e/faults/build.ts"],
          setupFiles: ["e2e/support/leave-no-trace.ts"],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          maxWorkers: 1,
          sequence: { groupOrder: 3 },
        },
      },
      {
        resolve: { alias },
        test: {
          name: "integration",
          include: ["**/*.int.test.ts"],
          exclude,
          globalSetup: ["e2e/support/postgres-template.ts"],
          // Loading the application takes longer than most files' tests, so the files of a worker share its modules.
          isolate: false,
          setupFiles: ["e2e/support/leave-no-trace.ts"],
          testTimeout: 20_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
