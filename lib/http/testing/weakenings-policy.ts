/** For weakening-acts.int.test.ts: what is in force. In the order in which they are tried: the last ones change the set. */
import { createApplication } from "@/lib/applications/create-application";
import { editApplication } from "@/lib/applications/edit-application";
import { getHoldLimits } from "@/lib/checkpoints/get-hold-limits";
import { saveRule } from "@/lib/checkpoints/save-rule";
import { setHoldLimits } from "@/lib/checkpoints/set-hold-limits";
import { loadDemo } from "@/lib/demo/load-demo";
import { removeDemo } from "@/lib/demo/remove-demo";
import { byTwo, payTool, type TestFleet } from "@/lib/enforcement/testing";
import { createPolicyTest } from "@/lib/policy/create-policy-test";
import { deletePolicyTest } from "@/lib/policy/delete-policy-test";
import { editPolicy } from "@/lib/policy/edit-policy";
import { editPolicyTest } from "@/lib/policy/edit-policy-test";
import { listPolicies } from "@/lib/policy/list-policies";
import { publishBundle } from "@/lib/policy/publish-bundle";
import { revertBundle } from "@/lib/policy/revert-bundle";
import { saveProfile } from "@/lib/profiles/save-profile";
import { type Case, db, fresh, why } from "./weakenings";

const held = (fleet: TestFleet) => ({
  name: fresh("payments are held"),
  principal: { kind: "agent" as const, id: fleet.agentId },
  tool: payTool,
  arguments: { to: "ACME", amount: 101 },
  expected: "hold" as const,
});

const answers = {
  title: "Documents",
  subjectTypes: ["user"],
  actions: ["read"],
  anySubject: false,
  entities: [],
};

async function setPolicy({ ctx }: TestFleet, slug: string, status: "active" | "disabled"): Promise<void> {
  const found = (await listPolicies(ctx, {})).items.find((policy) => policy.slug === slug);
  if (!found) throw new Error(`${slug} is missing`);
  await editPolicy(ctx, { id: found.id, version: found.current.version, status });
}

const inForce = ({ orgId }: TestFleet) =>
  db().publishedPolicy.findMany({ where: { orgId }, orderBy: { policyId: "asc" } });

export const policyCases: Readonly<Record<string, Case>> = {
  "policy.editPolicyTest": async (fleet) => {
    const case_ = held(fleet);
    const { id, version } = await createPolicyTest(fleet.ctx, case_);
    const set = (of: number, more: object, reason?: string) =>
      editPolicyTest(fleet.ctx, { ...case_, ...more, id, version: of, ...why(reason) });
    return {
      weaken: (reason) => set(version, { arguments: { to: "ACME", amount: 102 } }, reason),
      state: () => db().policyTest.findUniqueOrThrow({ where: { id } }),
      stricter: () => set(version + 1, { arguments: { to: "ACME", amount: 102 }, name: fresh("renamed") }),
    };
  },
  "policy.deletePolicyTest": async (fleet) => {
    const { id } = await createPolicyTest(fleet.ctx, held(fleet));
    return {
      weaken: (reason) => deletePolicyTest(fleet.ctx, { id, ...why(reason) }),
      state: () => db().policyTest.count({ where: { orgId: fleet.orgId } }),
      stricter: () => createPolicyTest(fleet.ctx, held(fleet)),
    };
  },
  "checkpoints.setHoldLimits": async ({ ctx }) => {
    const set = (perMinute: number, reason = "") => setHoldLimits(ctx, { perMinute, pauseAfter: 100, reason });
    await set(2);
    return {
      weaken: (reason) => set(9, reason),
      state: () => getHoldLimits(ctx, {}),
      stricter: () => set(1),
    };
  },
  "profiles.saveProfile": async ({ ctx, orgId }) => {
    const name = fresh("profile").replace(" ", "-");
    const read = () => db().sandboxProfile.findFirst({ where: { orgId, name } });
    const save = async (files: string[], reason = "") => {
      const known = await read();
      const text = JSON.stringify({ format: 1, name, read: files });
      return saveProfile(ctx, { id: known?.id ?? null, version: known?.version ?? 0, text, reason });
    };
    return { weaken: (reason) => save(["/srv"], reason), state: read, stricter: () => save([]) };
  },
  "applications.createApplication": async ({ ctx, orgId }) => {
    const create = (slug: string, text: string, reason = "") =>
      createApplication(ctx, { ...answers, resourceTypes: [slug.replace("-", "_")], slug, text, reason });
    const [wide, narrow] = [fresh("wide").replace(" ", "-"), fresh("narrow").replace(" ", "-")];
    return {
      weaken: (reason) => create(wide, "permit(principal, action, resource);", reason),
      state: () => db().application.count({ where: { orgId } }),
      stricter: () => create(narrow, "forbid(principal, action, resource);"),
    };
  },
  "applications.editApplication": async (fleet) => {
    const slug = fresh("app").replace(" ", "-");
    const [forbid, permit] = ["forbid", "permit"].map((effect) => `${effect}(principal, action, resource);`);
    await createApplication(fleet.ctx, {
      ...answers,
      resourceTypes: [slug.replace("-", "_")],
      slug,
      text: forbid ?? "",
    });
    const read = () => db().application.findFirstOrThrow({ where: { orgId: fleet.orgId, slug } });
    const edit = async (text = "", reason = "") => {
      const { id, version } = await read();
      return editApplication(fleet.ctx, {
        ...answers,
        resourceTypes: [slug.replace("-", "_")],
        id,
        version,
        enabled: true,
        text,
        reason,
      });
    };
    return { weaken: (reason) => edit(permit, reason), state: read, stricter: () => edit(forbid) };
  },
  "policy.saveRule": async (fleet) => {
    const read = () => db().checkpointRule.findFirst({ where: { orgId: fleet.orgId, slug: "owner-agrees" } });
    const save = (expiresInSeconds: number, reason = "") =>
      saveRule(fleet.ctx, {
        slug: "owner-agrees",
        title: "The owner agrees",
        stages: [{ title: "the owner", need: 1, from: [{ kind: "owner" }] }],
        expiresInSeconds,
        reason,
      });
    return { weaken: (reason) => save(1_000, reason), state: read, stricter: () => save(600) };
  },
  "policy.publishBundle": async (fleet) => {
    const set = (status: "active" | "disabled") => setPolicy(fleet, "close-never", status);
    await set("disabled");
    return {
      weaken: (reason) => publishBundle(fleet.ctx, why(reason)),
      state: () => inForce(fleet),
      stricter: async () => {
        await set("active");
        return publishBundle(fleet.ctx, {});
      },
    };
  },
  "policy.revertBundle": async (fleet) => {
    // The publication before had the forbid left out.
    const [now, before] = await db().bundle.findMany({
      where: { orgId: fleet.orgId, cause: "published" },
      orderBy: { revision: "desc" },
      select: { revision: true },
    });
    const revert = async (revision: number, reason = "") => {
      const newest = await db().bundle.findFirstOrThrow({
        where: { orgId: fleet.orgId, cause: "published" },
        orderBy: { revision: "desc" },
      });
      return revertBundle(fleet.ctx, { revision, published: newest.revision, reason });
    };
    return {
      weaken: (reason) => revert(before?.revision ?? 0, reason),
      state: () => inForce(fleet),
      stricter: () => revert(now?.revision ?? 0),
    };
  },
  "demo.removeDemo": async (fleet) => {
    const { ctx, orgId } = fleet;
    // The drafts of the cases before are not the demo's.
    await byTwo(fleet, await publishBundle(ctx, { reason: "for the test" }));
    await loadDemo(ctx, {});
    // As if the demo had brought a forbid that holds for a tool of one's own.
    await db().policy.updateMany({ where: { orgId, slug: "close-never" }, data: { demo: true } });
    return {
      weaken: (reason) => removeDemo(ctx, why(reason)),
      state: async () => (await db().organisation.findUniqueOrThrow({ where: { id: orgId } })).demo,
      stricter: null,
    };
  },
};
