import { beginSignature } from "@/lib/delegations/begin-signature";
import { route } from "@/lib/http/route";

export const POST = route(beginSignature);
