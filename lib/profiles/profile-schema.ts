import { z } from "zod";
import { query } from "@/lib/audit/query";
import { Profile } from "@/sdk/sandbox/profile";
import { profileSchemaOp } from "./contract";

/** What a schema cannot say, such as which hosts everyone reads alike, only checking a text does. */
export const profileSchema = query(profileSchemaOp, async () => ({
  ...z.toJSONSchema(Profile, { io: "input", unrepresentable: "any" }),
  title: "Sandbox profile",
}));
