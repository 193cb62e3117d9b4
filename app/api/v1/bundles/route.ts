import { route } from "@/lib/http/route";
import { listBundles } from "@/lib/policy/list-bundles";
import { publishBundle } from "@/lib/policy/publish-bundle";

export const GET = route(listBundles);
export const POST = route(publishBundle);
