/** Puts what a server page has read under the very keys that its client components ask for. */
import { type DehydratedState, dehydrate, QueryClient } from "@tanstack/react-query";

export type Seed = { options: { queryKey: readonly unknown[] }; data: Promise<unknown> };

/** `await seeded({ options: optionsFor(listAgentsOp, filters), data: listAgents(ctx, filters) })` */
export async function seeded(...seeds: Seed[]): Promise<DehydratedState> {
  const client = new QueryClient();
  await Promise.all(seeds.map(async ({ options, data }) => client.setQueryData(options.queryKey, await data)));
  return dehydrate(client);
}
