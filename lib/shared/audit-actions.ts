/** Every administrative fact that the audit log can hold: a new one is added here or does not compile. */
export const auditActions = [
  "organisation.created",
  "organisation.renamed",
  "signingKey.rotated",
  "signingKey.retired",
  "demo.loaded",
  "demo.removed",
  "access.refused",
  "session.created",
  "session.ended",
  "session.refused",
  "person.invited",
  "person.joined",
  "person.changed",
  "person.disabled",
  "person.enabled",
  "person.linked",
  "person.unlinked",
  "scim.connected",
  "scim.disconnected",
  "scim.groupMade",
  "scim.groupChanged",
  "scim.groupRemoved",
  "signOn.set",
  "signOn.removed",
  "signOn.tested",
  "signOn.proven",
  "signOn.required",
  "signOn.notRequired",
  "signOn.groupsSet",
  "absence.set",
  "absence.ended",
  "team.created",
  "team.edited",
  "team.deleted",
  "owners.graceSet",
  "view.saved",
  "view.deleted",
  "passkey.added",
  "passkey.removed",
  "passkey.refused",
  "invite.revoked",
  "outside.given",
  "outside.revoked",
  "outside.read",
  "outside.refused",
  "apiKey.created",
  "apiKey.revoked",
  "finding.opened",
  "finding.resolved",
  "finding.dismissed",
  "finding.reopened",
  "detection.changed",
  "detection.suppressed",
  "detection.suppressionEnded",
  "detection.backtestAsked",
  "incident.opened",
  "incident.findingAdded",
  "incident.edited",
  "incident.noted",
  "incident.contained",
  "incident.reopened",
  "incident.closed",
  "incident.clockStarted",
  "incident.clockMet",
  "incident.exported",
  "agent.registered",
  "agent.discovered",
  "agent.attested",
  "agent.ownerLeft",
  "agent.ownerNamed",
  "sighting.confirmed",
  "sighting.merged",
  "sighting.rejected",
  "sighting.returned",
  "discovery.scanned",
  "discovery.cardRead",
  "credential.recorded",
  "credential.rotated",
  "credential.revoked",
  "attestation.campaignStarted",
  "attestation.campaignClosed",
  "attestation.exported",
  "agents.imported",
  "agents.exported",
  "activity.exported",
  "activity.imported",
  "agent.edited",
  "agent.killed",
  "agent.suspended",
  "agent.released",
  "agent.retired",
  "agent.holdsPaused",
  "agent.holdsResumed",
  "holdLimits.changed",
  "scope.revoked",
  "scope.lifted",
  "release.requested",
  "release.withdrawn",
  "point.probed",
  "stop.certified",
  "drill.planned",
  "drill.started",
  "drill.ended",
  "tool.registered",
  "tool.classified",
  "tool.approved",
  "tool.blocked",
  "tool.seen",
  "tool.changed",
  "toolServer.changed",
  "policy.created",
  "policy.edited",
  "policy.enabled",
  "policy.disabled",
  "policy.deleted",
  "policy.takenOver",
  "policy.adopted",
  "policyTest.created",
  "policyTest.edited",
  "policyTest.deleted",
  "application.created",
  "application.edited",
  "application.enabled",
  "application.disabled",
  "application.deleted",
  "change.proposed",
  "change.confirmed",
  "change.withdrawn",
  "change.overtaken",
  "change.refused",
  "change.alone",
  "rule.created",
  "rule.edited",
  "bundle.published",
  "replay.asked",
  "replay.finished",
  "replay.cancelled",
  "rings.changed",
  "rollOut.started",
  "rollOut.proceeded",
  "rollOut.halted",
  "rollOut.resumed",
  "rollOut.rolledBack",
  "rollOut.completed",
  "checkpoint.opened",
  "checkpoint.changed",
  "checkpoint.asked",
  "checkpoint.answered",
  "checkpoint.escalated",
  "checkpoint.reminded",
  "checkpoint.voted",
  "checkpoint.approved",
  "checkpoint.denied",
  "checkpoint.expired",
  "checkpoint.cancelled",
  "checkpoint.voided",
  "checkpoint.lapsed",
  "checkpoint.refused",
  "checkpoint.settled",
  "checkpoint.glassBroken",
  "breakGlass.reviewed",
  "checkpoint.claimed",
  "checkpoint.unclaimed",
  "checkpoint.snoozed",
  "checkpoint.handedOver",
  "delegation.requested",
  "delegation.signature",
  "delegation.signed",
  "delegation.signatureRefused",
  "delegation.refused",
  "delegation.withdrawn",
  "delegation.expired",
  "delegation.revoked",
  "standing.given",
  "standing.used",
  "standing.ended",
  "grant.redeemed",
  "grant.refused",
  "point.invited",
  "point.enrolled",
  "point.revoked",
  "point.refusedBundle",
  "sink.created",
  "sink.edited",
  "sink.deleted",
  "sink.paused",
  "sink.resumed",
  "sink.tested",
  "sink.replayed",
  "sink.redriven",
  "checkpoint.natureTold",
  "oversight.set",
  "isolation.set",
  "sandboxProfile.created",
  "sandboxProfile.edited",
  "sandboxProfile.retired",
  "sandboxProfile.dismissed",
  "redteam.asked",
  "redteam.started",
  "redteam.finished",
  "redteam.abandoned",
  "redteam.rangeOpened",
  "redteam.rangeClosed",
  "redteam.set",
  "oversight.watched",
  "oversight.cleared",
  "oversight.exported",
  "mailServer.set",
  "mailServer.removed",
  "mailServer.tested",
  "message.resent",
  "person.messagesChosen",
  "plan.started",
  "plan.replanned",
  "plan.ended",
  "plan.gateChanged",
  "plan.exported",
  "planTask.added",
  "planTask.edited",
  "planTask.remarked",
  "risk.accepted",
  "risk.acceptanceEnded",
  "control.assigned",
  "framework.imported",
  "framework.removed",
  "pack.asked",
  "pack.finished",
  "pack.cancelled",
  "pack.shared",
  "pack.shareRevoked",
  "pack.downloaded",
  "report.made",
  "report.downloaded",
  "audit.exported",
  "audit.erased",
  "audit.checkAsked",
  "audit.checked",
] as const;
export type AuditAction = (typeof auditActions)[number];

export type AuditTarget = {
  kind:
    | "organisation"
    | "campaign"
    | "signingKey"
    | "person"
    | "team"
    | "session"
    | "invite"
    | "signOn"
    | "scimConnection"
    | "scimGroup"
    | "passkey"
    | "apiKey"
    | "outsideAccess"
    | "agent"
    | "sighting"
    | "tool"
    | "toolServer"
    | "sandboxProfile"
    | "policy"
    | "policyTest"
    | "application"
    | "change"
    | "view"
    | "rule"
    | "bundle"
    | "replay"
    | "rings"
    | "rollOut"
    | "checkpoint"
    | "grant"
    | "standing"
    | "delegation"
    | "point"
    | "exercise"
    | "finding"
    | "detection"
    | "incident"
    | "order"
    | "sink"
    | "mailServer"
    | "plan"
    | "planTask"
    | "control"
    | "framework"
    | "pack"
    | "report"
    | "auditLog"
    | "auditEntry"
    | "operation";
  id: string;
  name: string;
};
