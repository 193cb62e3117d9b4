import { route } from "@/lib/http/route";
import { rotateSigningKey } from "@/lib/policy/rotate-signing-key";

export const POST = route(rotateSigningKey);
