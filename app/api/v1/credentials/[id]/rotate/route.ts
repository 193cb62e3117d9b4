import { rotateCredential } from "@/lib/credentials/rotate-credential";
import { route } from "@/lib/http/route";

export const POST = route(rotateCredential);
