/** Terms that build a value of others: sets, records and calls of extension functions. */
import { EXTENSIONS, type ExtensionFunction } from "./extensions.ts";
import { EvaluationFailure, UnsupportedFeature } from "./failure.ts";
import { derivedTerm, type Run, type Term } from "./term.ts";
import { PlainRecord, SetValue, type Value } from "./values.ts";

export function setTerm(elements: readonly Term[]): Term {
  return derivedTerm(elements, (call) => new SetValue(elements.map((element) => element.run(call))));
}

export function recordTerm(members: readonly (readonly [name: string, term: Term])[]): Term {
  const terms = members.map(([, term]) => term);
  return derivedTerm(terms, (call) => {
    const values = new Map<string, Value>();
    for (const [name, term] of members) values.set(name, term.run(call));
    return new PlainRecord(values);
  });
}

export function functionTerm(name: string, operands: readonly Term[]): Term {
  const extension = EXTENSIONS.get(name);
  if (!extension) throw new UnsupportedFeature(`the function ${name}()`);
  return derivedTerm(operands, functionRun(name, extension, operands));
}

function functionRun(name: string, extension: ExtensionFunction, operands: readonly Term[]): Run {
  const [first, second, ...others] = operands;
  if (first && !second && extension.arity === 1) return (call) => extension.call(first.run(call));
  if (first && second && others.length === 0 && extension.arity === 2) {
    return (call) => extension.call(first.run(call), second.run(call));
  }
  // Cedar accepts such a policy and fails when it gets there.
  return () => {
    throw new EvaluationFailure(`${name}() does not take ${operands.length} arguments`);
  };
}
