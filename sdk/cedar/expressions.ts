/**
 * Compiles Cedar's JSON expressions to closures.
 *
 * An expression is an object with one member, whose name is the operator: each has its compiler in {@link OPERATORS}, is one of
 * the plain ones of {@link UNARY} and {@link BINARY}, or is a function of an extension type.
 */
import { functionTerm, recordTerm, setTerm } from "./constructors.ts";
import { MalformedPolicy, UnsupportedFeature } from "./failure.ts";
import { isObject } from "./json-schema.ts";
import { literalTerm } from "./literals.ts";
import { attributeOf, BINARY, hasAttribute, matcher, missing, UNARY } from "./operators.ts";
import { onlyMember, readArray, readMembers, readName, readText, readTypeName } from "./policy-json.ts";
import type { EntityStore } from "./store.ts";
import { derivedTerm, type Term } from "./term.ts";
import { asBoolean, asEntity, asString, type Value } from "./values.ts";

/** Deeper policies serve no honest purpose and could exhaust the stack of a decision. */
const MAX_DEPTH = 256;

type Compile = (expression: unknown) => Term;

/** Throws {@link MalformedPolicy} for what is not Cedar, {@link UnsupportedFeature} for Cedar that is not compiled. */
export function compileExpression(expression: unknown, store: EntityStore, depth = 0): Term {
  if (depth > MAX_DEPTH) throw new MalformedPolicy(`an expression is nested deeper than ${MAX_DEPTH} levels`);
  const [operator, operand] = onlyMember(expression);
  if (operator === "Value") return literalTerm(operand, store);
  const compile: Compile = (inner) => compileExpression(inner, store, depth + 1);
  const compiler = OPERATORS.get(operator);
  return compiler ? compiler(operand, compile) : compileFunction(operator, operand, compile);
}

const OPERATORS = new Map<string, (operand: unknown, compile: Compile) => Term>([
  ["Var", compileVariable],
  ["&&", compileAnd],
  ["||", compileOr],
  ["if-then-else", compileConditional],
  [".", compileAttribute],
  ["has", compileHas],
  ["like", compileLike],
  ["is", compileIs],
  ["Set", compileSet],
  ["Record", compileRecord],
]);
for (const [operator, apply] of UNARY)
  OPERATORS.set(operator, (operand, compile) => compileUnary(apply, operand, compile));
for (const [operator, apply] of BINARY) {
  OPERATORS.set(operator, (operand, compile) => compileBinary(apply, operand, compile));
}

const CONTEXT: Term = { run: (call) => call.context };
const ARGUMENTS: Term = { run: (call) => call.args };
const VARIABLES = new Map<unknown, Term>([
  ["principal", { run: (call) => call.principal }],
  ["action", { run: (call) => call.action }],
  ["resource", { run: (call) => call.resource }],
  ["context", CONTEXT],
]);

function compileVariable(operand: unknown): Term {
  const term = VARIABLES.get(operand);
  if (!term) throw new MalformedPolicy(`there is no variable ${JSON.stringify(operand)}`);
  return term;
}

function compileUnary(apply: (operand: Value) => Value, operand: unknown, compile: Compile): Term {
  const term = compile(readMembers(operand, ["arg"]).arg);
  const { run } = term;
  return derivedTerm([term], (call) => apply(run(call)));
}

function compileBinary(apply: (left: Value, right: Value) => Value, operand: unknown, compile: Compile): Term {
  const operands = readMembers(operand, ["left", "right"]);
  const [left, right] = [compile(operands.left), compile(operands.right)];
  const [runLeft, runRight, known] = [left.run, right.run, right.constant];
  // Most conditions compare with something that the policy spells out.
  if (known !== undefined) return derivedTerm([left, right], (call) => apply(runLeft(call), known));
  return derivedTerm([left, right], (call) => apply(runLeft(call), runRight(call)));
}

function compileAnd(operand: unknown, compile: Compile): Term {
  const operands = readMembers(operand, ["left", "right"]);
  const [left, right] = [compile(operands.left).run, compile(operands.right).run];
  return { run: (call) => asBoolean(left(call)) && asBoolean(right(call)) };
}

function compileOr(operand: unknown, compile: Compile): Term {
  const operands = readMembers(operand, ["left", "right"]);
  const [left, right] = [compile(operands.left).run, compile(operands.right).run];
  return { run: (call) => asBoolean(left(call)) || asBoolean(right(call)) };
}

function compileConditional(operand: unknown, compile: Compile): Term {
  const operands = readMembers(operand, ["if", "then", "else"]);
  const [test, then, otherwise] = [compile(operands.if).run, compile(operands.then).run, compile(operands.else).run];
  return { run: (call) => (asBoolean(test(call)) ? then(call) : otherwise(call)) };
}

function compileAttribute(operand: unknown, compile: Compile): Term {
  const operands = readMembers(operand, ["left", "attr"]);
  const [left, name] = [compile(operands.left), readName(operands.attr)];
  const { run } = left;
  // Nearly all conditions read `context.args.name`: that is one step, not three.
  if (left === CONTEXT && name === "args") return ARGUMENTS;
  if (left === ARGUMENTS) return { run: (call) => call.args.get(name) ?? missing(name) };
  return derivedTerm([left], (call) => attributeOf(run(call), name));
}

/** `a has b.c` means `a has b && a.b has c`. */
function compileHas(operand: unknown, compile: Compile): Term {
  const operands = readMembers(operand, ["left", "attr"]);
  const left = compile(operands.left);
  const path = Array.isArray(operands.attr) ? operands.attr.map(readName) : [readName(operands.attr)];
  const last = path.pop();
  if (last === undefined) throw new MalformedPolicy("`has` without a name");
  const { run } = left;
  if (path.length === 0) return derivedTerm([left], (call) => hasAttribute(run(call), last));
  return derivedTerm([left], (call) => {
    let value = run(call);
    for (const name of path) {
      if (!hasAttribute(value, name)) return false;
      value = attributeOf(value, name);
    }
    return hasAttribute(value, last);
  });
}

function compileLike(operand: unknown, compile: Compile): Term {
  const operands = readMembers(operand, ["left", "pattern"]);
  const left = compile(operands.left);
  const parts = [""];
  for (const element of readArray(operands.pattern)) {
    if (element === "Wildcard") parts.push("");
    else parts.push(parts.pop() + readText(readMembers(element, ["Literal"]).Literal));
  }
  const matches = matcher(parts);
  const { run } = left;
  return derivedTerm([left], (call) => matches(asString(run(call))));
}

/** `a is T in b` means `a is T && a in b`. */
function compileIs(operand: unknown, compile: Compile): Term {
  const operands = readMembers(operand, ["left", "entity_type"], ["in"]);
  const [left, type] = [compile(operands.left).run, readTypeName(operands.entity_type)];
  if (operands.in === undefined) return { run: (call) => asEntity(left(call)).type === type };
  const within = compile({ in: { left: operands.left, right: operands.in } }).run;
  return { run: (call) => asEntity(left(call)).type === type && within(call) };
}

function compileSet(operand: unknown, compile: Compile): Term {
  return setTerm(readArray(operand).map(compile));
}

function compileRecord(operand: unknown, compile: Compile): Term {
  if (!isObject(operand)) throw new MalformedPolicy("a record is an object");
  return recordTerm(Object.entries(operand).map(([name, value]) => [readText(name), compile(value)] as const));
}

/** Functions stand beside operators, with the list of their arguments as operand. */
function compileFunction(name: string, operand: unknown, compile: Compile): Term {
  if (!Array.isArray(operand)) throw new UnsupportedFeature(`the operator ${name}`);
  return functionTerm(name, operand.map(compile));
}
