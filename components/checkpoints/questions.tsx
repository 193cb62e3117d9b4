"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Textarea } from "@/components/ui/textarea";
import { ClockTime, Time } from "@/components/ui/time";
import { UntrustedText } from "@/components/ui/untrusted-text";
import type { Checkpoint } from "@/lib/checkpoints/contract";
import {
  answerQuestionOp,
  askQuestionOp,
  listQuestionsOp,
  type QuestionThread,
} from "@/lib/checkpoints/question-contract";
import { call } from "@/lib/client/call";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";

const live = { audit: [listQuestionsOp.id] };

/** What was asked about a request, what was answered and by whom. Nothing here stops the clock, and it says so. */
export function Questions({ request }: { request: Checkpoint }) {
  const { data } = useQuery(optionsFor(listQuestionsOp, { id: request.id }));
  useLive(live, { everyMs: 300 });
  if (!data || (data.questions.length === 0 && data.cannotAsk)) return null;
  return (
    <Section
      title="Questions"
      description={
        data.cannotAsk ? undefined : (
          <>
            Asking stops no clock: without a decision it is denied at <ClockTime at={request.expiresAt} /> all the same.
          </>
        )
      }
    >
      <ul className="space-y-4" aria-label="Questions about this request">
        {data.questions.map((question) => (
          <Thread key={question.id} id={request.id} question={question} mayAnswer={data.cannotAnswer === null} />
        ))}
      </ul>
      {data.cannotAsk ? null : <Ask id={request.id} agentCanBeAsked={data.agentCanBeAsked} />}
    </Section>
  );
}

function Thread({ id, question, mayAnswer }: { id: string; question: QuestionThread; mayAnswer: boolean }) {
  const [answering, setAnswering] = useState(false);
  return (
    <li className="border-line border-l-2 pl-3 text-sm">
      <p>
        <span className="font-medium">{question.authorName}</span>{" "}
        <span className="text-muted text-xs">
          asked{question.toAgent ? " the agent and its owners" : ""} <Time at={question.at} />
        </span>
      </p>
      <p className="whitespace-pre-wrap break-words">
        <InlineUntrusted text={question.text} max={2000} />
      </p>
      <ul className="mt-2 space-y-2 pl-3">
        {question.answers.map(({ id: answerId, authorKind, authorName, text, at }) => (
          <li key={answerId}>
            <p className="text-muted text-xs">
              {authorKind === "agent" ? "The agent answered" : `${authorName} answered`} <Time at={at} />
            </p>
            {authorKind === "agent" ? (
              <UntrustedText text={text} label="Answer by the agent" maxLines={8} maxChars={1200} />
            ) : (
              <p className="whitespace-pre-wrap break-words">
                <InlineUntrusted text={text} max={2000} />
              </p>
            )}
          </li>
        ))}
      </ul>
      {mayAnswer && !answering ? (
        <Button size="sm" variant="quiet" className="mt-1" onClick={() => setAnswering(true)}>
          Answer
        </Button>
      ) : null}
      {mayAnswer && answering ? (
        <Say
          label="Answer"
          act="Send the answer"
          send={(text) => call(answerQuestionOp, { id, questionId: question.id, text })}
          done={() => setAnswering(false)}
        />
      ) : null}
    </li>
  );
}

function Ask({ id, agentCanBeAsked }: { id: string; agentCanBeAsked: boolean }) {
  const [toAgent, setToAgent] = useState(agentCanBeAsked);
  return (
    <Say label="Ask something" act="Ask" send={(text) => call(askQuestionOp, { id, text, toAgent })}>
      {agentCanBeAsked ? (
        <Checkbox
          label="Ask the agent too"
          hint="It sees the question, and not who asked. What it answers is its own word."
          checked={toAgent}
          onCheckedChange={(checked) => setToAgent(checked === true)}
        />
      ) : (
        <p className="text-muted text-xs">Its owners and those who decide can answer. The agent cannot be asked.</p>
      )}
    </Say>
  );
}

type SayProps = {
  label: string;
  act: string;
  send: (text: string) => Promise<unknown>;
  done?: () => void;
  children?: React.ReactNode;
};

function Say({ label, act, send, done, children }: SayProps) {
  const [text, setText] = useState("");
  const queries = useQueryClient();
  const say = useMutation({
    mutationFn: () => send(text.trim()),
    onSuccess: () => {
      setText("");
      done?.();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: [listQuestionsOp.id] }),
  });
  return (
    <form
      className="mt-3 max-w-xl space-y-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) say.mutate();
      }}
    >
      <Field label={label} error={say.error?.message}>
        <Textarea rows={2} maxLength={2000} value={text} onChange={(event) => setText(event.target.value)} />
      </Field>
      {children}
      <Button type="submit" size="sm" loading={say.isPending} disabled={!text.trim()}>
        {act}
      </Button>
    </form>
  );
}
