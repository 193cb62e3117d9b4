import { getArgumentSchema } from "@/lib/checkpoints/get-argument-schema";
import { route } from "@/lib/http/route";

export const GET = route(getArgumentSchema);
