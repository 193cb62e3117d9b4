/** The compiled form of an expression. */
import { EvaluationFailure } from "./failure.ts";
import { Entity, PlainRecord, type RecordValue, type Value } from "./values.ts";

/** One call, as policies see it. */
export interface Environment {
  readonly principal: Entity;
  readonly action: Entity;
  readonly resource: Entity;
  readonly context: RecordValue;
  /** What `context.args` is. */
  readonly args: RecordValue;
}

/** Throws {@link EvaluationFailure} when the expression has no value for that call. */
export type Run = (call: Environment) => Value;

export interface Term {
  readonly run: Run;
  /** The value, when no call can change it. */
  readonly constant?: Value;
}

const NO_ENTITY = new Entity("", "");
const NO_RECORD = new PlainRecord(new Map());
/** For running what depends on no call. */
const NO_CALL: Environment = {
  principal: NO_ENTITY,
  action: NO_ENTITY,
  resource: NO_ENTITY,
  context: NO_RECORD,
  args: NO_RECORD,
};

export function constantTerm(constant: Value): Term {
  return { run: () => constant, constant };
}

/** A term computed from `operands`: now and once when all of them are constant, else at each call. */
export function derivedTerm(operands: readonly Term[], run: Run): Term {
  if (!operands.every((operand) => operand.constant !== undefined)) return { run };
  try {
    return constantTerm(run(NO_CALL));
  } catch (failure) {
    // It may stand where no evaluation ever comes, so it fails when it is reached.
    if (failure instanceof EvaluationFailure) return { run };
    throw failure;
  }
}
