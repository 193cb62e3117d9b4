/**
 * Wordings that speak to the model instead of describing the tool. Each is matched against folded text: small letters, single
 * spaces, nothing hidden. All repetition is bounded, so that no description can make them slow.
 */
import type { Severity } from "@/lib/findings/contract";
import type { ToolSignKind } from "./tool-contract";

export type Phrase = { kind: ToolSignKind; severity: Severity; pattern: RegExp; what: string; why: string };

const toModel = "A description says what a tool does. What gives the model orders acts with the agent's rights.";
const fromPeople = "What must be kept from people is what they would stop.";
const exfiltrates = "The agent would hand over what was never meant for this tool's server.";
const draws = "Whatever shows this text may load an address by itself, with data in it.";

export const phrases: readonly Phrase[] = [
  {
    kind: "instruction",
    severity: "high",
    pattern:
      /\b(?:ignore|disregard|forget|override|bypass)\b[^.]{0,40}\b(?:previous|prior|above|earlier|all|any|other|your|these|existing)\b[^.]{0,30}\b(?:instructions?|prompts?|rules?|guidelines?|directions?|polic(?:y|ies)|restrictions?|constraints?|messages?)\b/g,
    what: "Tells the model to set aside what it was told",
    why: toModel,
  },
  {
    kind: "instruction",
    severity: "high",
    pattern:
      /<\/?(?:important|system|instructions?|secret|hidden|admin|critical|override|prompt|assistant|rules?)\b[^<>]{0,80}>/g,
    what: "A tag that sets text apart as an order",
    why: "Such tags are how poisoned descriptions make a model take a paragraph for its operator's words.",
  },
  {
    kind: "instruction",
    severity: "high",
    pattern:
      /<\|(?:im_start|im_end|system|user|assistant|endoftext)[^|]{0,20}\|>|\[\/?inst\]|<<\/?sys>>|(?:^|[.!] |\[)(?:system|assistant)(?: message| prompt)?\]?: /g,
    what: "Imitates the marks between turns of a conversation",
    why: "The model may take what follows for words of its operator.",
  },
  {
    kind: "instruction",
    severity: "high",
    pattern:
      /\b(?:before|after|prior to|instead of|whenever|when) (?:using|calling|invoking|running|you (?:use|call|invoke|run)) (?:any|all|every|each|another|the)(?: other)? (?:tools?|functions?|commands?)\b/g,
    what: "Gives an order about the use of other tools",
    why: toModel,
  },
  {
    kind: "instruction",
    severity: "medium",
    pattern:
      /\b(?:before|prior to) (?:using|calling|invoking|running|you (?:use|call|invoke|run)) this (?:tool|function)\b/g,
    what: "Asks for something to be done before the tool is used",
    why: "Poisoned descriptions begin like this; an honest one can name the tool that comes first and why.",
  },
  {
    kind: "instruction",
    severity: "medium",
    pattern:
      /\b(?:you|the (?:model|assistant|agent|ai|llm)) (?:must|should always|have to|are required to|shall)\b(?: always| never| first| also)? (?:read|send|include|pass|forward|copy|run|execute|prefix|append|add|change|replace|upload|write|fetch|open|call|use|set|redirect|bcc|cc)\b/g,
    what: "Orders the model to act",
    why: toModel,
  },
  {
    kind: "instruction",
    severity: "medium",
    pattern:
      /\b(?:always|only|must) (?:use|prefer|choose|call) this (?:tool|function)?[^.]{0,40}\b(?:instead|rather|over|first|before)\b|\binstead of (?:any|all|every)(?: of the)? other tools?\b|\b(?:never|do not|don'?t) (?:use|call) (?:any|the) other tools?\b/g,
    what: "Pushes other tools aside",
    why: "A tool that makes itself preferred takes calls that were meant for another.",
  },
  {
    kind: "instruction",
    severity: "medium",
    pattern:
      /\b(?:otherwise|or else|if not),? (?:the|this) (?:tool|function|request|call|operation|server|system)\b[^.]{0,20}\b(?:will|won'?t|cannot|can'?t|may|does)\b[^.]{0,20}\b(?:work|fail|crash|break|run|be lost|deleted)\b/g,
    what: "Threatens that the tool fails unless it is obeyed",
    why: toModel,
  },
  {
    kind: "secrecy",
    severity: "high",
    pattern:
      /\b(?:do not|don'?t|never|must not|should not|without|avoid|no need to)\b[^.]{0,30}\b(?:tell|telling|mention|mentioning|inform|informing|notify|notifying|reveal|revealing|disclose|disclosing|show|showing|alert|alerting|ask|asking|let)\b[^.]{0,50}\b(?:users?|humans?|people|anyone|anybody|operator|customer|person)\b/g,
    what: "Asks for something to be kept from people",
    why: fromPeople,
  },
  {
    kind: "secrecy",
    severity: "high",
    pattern:
      /\b(?:hide|hidden|conceal|keep)\b[^.]{0,40}\bfrom (?:the )?(?:users?|humans?|people|operator|anyone)\b|\b(?:users?|humans?) (?:must|should|need|does|do) not (?:see|know|notice|be told|be aware|learn)\b|\b(?:secretly|covertly)\b|\b(?:silently|quietly) (?:send|read|pass|include|copy|forward|call|upload|append|add|run|execute)\b/g,
    what: "Asks for something to be done unseen",
    why: fromPeople,
  },
  {
    kind: "private-data",
    severity: "high",
    pattern:
      /(?<![a-z0-9])(?:id_(?:rsa|ed25519|ecdsa|dsa)|\.ssh(?:\/[a-z0-9_.-]{0,40}|\b)|ssh[_ -]?(?:private[_ -]?)?key|\.aws\/credentials|\.cursor\/mcp\.json|mcp\.json|claude_desktop_config|\/etc\/shadow|\.git-credentials|\.netrc|\.kube\/config|\.npmrc|\.pypirc|wallet\.dat|\.bash_history|login keychain)(?![a-z0-9])/g,
    what: "Names a file that holds keys or secrets",
    why: exfiltrates,
  },
  {
    kind: "private-data",
    severity: "medium",
    pattern: /(?<![a-z0-9.])(?:\/etc\/passwd|\.env)(?![a-z0-9.])/g,
    what: "Names a file that often holds secrets",
    why: exfiltrates,
  },
  {
    kind: "private-data",
    severity: "medium",
    pattern:
      /\b(?:include|pass|send|provide|append|attach|put|reveal|print|copy|read|forward)\b[^.]{0,60}\b(?:api[ _-]?keys?|passwords?|credentials|access[ _-]?tokens?|environment variables|private keys?|seed phrase)\b/g,
    what: "Asks for secrets",
    why: exfiltrates,
  },
  {
    kind: "private-data",
    severity: "high",
    pattern:
      /\b(?:send|forward|post|upload|copy|bcc|cc|e-?mails?|transmit|exfiltrate|redirect|report)\b[^.]{0,80}\b(?:to|at)\b.{0,20}(?:https?:\/\/|[a-z0-9._+-]{1,40}@[a-z0-9-]{1,40}\.|\+\d[\d -]{6,14}\d)/g,
    what: "Sends something to an address that it names",
    why: exfiltrates,
  },
  {
    kind: "conversation-argument",
    severity: "high",
    pattern:
      /\b(?:include|pass|send|provide|put|copy|forward|attach|append|repeat|summari[sz]e|fill in|insert)\b[^.]{0,60}\b(?:the |this |your )?(?:conversation|chat history|chat log|system prompt|(?:previous|earlier|prior) messages|message history|chain of thought|everything (?:the user|you))\b/g,
    what: "Asks for the conversation",
    why: "What people told the agent would leave in an argument, unseen.",
  },
  {
    kind: "markup",
    severity: "high",
    pattern:
      /!\[[^\]]{0,200}\]\([^)]{0,500}\)|<(?:img|script|iframe|object|embed|svg|link|meta)\b|javascript:|data:text\/html/g,
    what: "Markup that loads or runs something where it is shown",
    why: draws,
  },
  {
    kind: "markup",
    severity: "medium",
    pattern: /\]\(https?:\/\/[^)]{0,300}[?&#][^)]{0,200}[{$<[][^)]{0,200}\)|<!--/g,
    what: "Markup that carries data or hides a remark",
    why: draws,
  },
  {
    kind: "encoded",
    severity: "medium",
    pattern:
      /(?<![a-z0-9+/=_-])[a-z0-9+/_-]{160,}={0,2}(?![a-z0-9+/=_-])|(?:%[0-9a-f]{2}){16,}|(?:\\u[0-9a-f]{4}){8,}|(?:\\x[0-9a-f]{2}){12,}/g,
    what: "Encoded text",
    why: "A model can read it; a person who approves the tool cannot.",
  },
];

/** Arguments that exist to carry off what the agent knows. */
export const tellingArguments: Readonly<Record<string, Severity>> = {
  sidenote: "medium",
  sidenotes: "medium",
  conversation: "medium",
  conversationhistory: "medium",
  conversationcontext: "medium",
  chathistory: "medium",
  chatlog: "medium",
  messagehistory: "medium",
  previousmessages: "medium",
  systemprompt: "medium",
  systemmessage: "medium",
  chainofthought: "medium",
  toolslist: "medium",
  availabletools: "medium",
  toolcallhistory: "medium",
  fullcontext: "medium",
  context: "low",
  history: "low",
  reasoning: "low",
  thoughts: "low",
};
