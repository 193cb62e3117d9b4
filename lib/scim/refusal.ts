import { type ErrorCode, Refusal } from "@/lib/shared/errors";

/** The words that RFC 7644 (3.12) has for what is wrong. */
export type ScimType =
  | "invalidFilter"
  | "tooMany"
  | "uniqueness"
  | "mutability"
  | "invalidSyntax"
  | "invalidPath"
  | "invalidValue";

export class ScimRefusal extends Refusal {
  readonly scimType: ScimType;
  constructor(code: ErrorCode, scimType: ScimType, message: string) {
    super(code, message);
    this.scimType = scimType;
  }
}
