/** The `context` of a call. */
import { ArgumentRecord, type RecordType } from "./arguments.ts";
import { RecordValue, type Value } from "./values.ts";

export class CallContext extends RecordValue {
  readonly args: ArgumentRecord;

  constructor(
    args: object,
    type: RecordType,
    private readonly onBehalfOf: string | undefined,
    private readonly chainLength: number,
  ) {
    super();
    this.args = new ArgumentRecord(args, type);
  }

  get(name: string): Value | undefined {
    switch (name) {
      case "args":
        return this.args;
      case "onBehalfOf":
        return this.onBehalfOf;
      case "chainLength":
        return this.chainLength;
      default:
        return undefined;
    }
  }

  *entries(): Generator<[string, Value]> {
    yield ["args", this.args];
    if (this.onBehalfOf !== undefined) yield ["onBehalfOf", this.onBehalfOf];
    yield ["chainLength", this.chainLength];
  }
}
