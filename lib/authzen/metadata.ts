/** What this decision point says about itself: only what is there. */
import { env } from "@/lib/env";
import { CAPABILITY, REQUESTS_PATH } from "./request-contract";

/** `base` is where it was asked: the console or the gateway, which answer alike. Only the console takes access requests. */
export function metadata(base: string = env.appUrl) {
  return {
    policy_decision_point: base,
    access_evaluation_endpoint: `${base}/access/v1/evaluation`,
    access_evaluations_endpoint: `${base}/access/v1/evaluations`,
    search_subject_endpoint: `${base}/access/v1/search/subject`,
    search_resource_endpoint: `${base}/access/v1/search/resource`,
    search_action_endpoint: `${base}/access/v1/search/action`,
    ...(env.accessRequests
      ? { access_request_endpoint: `${env.appUrl}${REQUESTS_PATH}`, capabilities: [CAPABILITY] }
      : {}),
  };
}
