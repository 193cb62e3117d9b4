"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Bookmark, ChevronDown, Trash2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { DropdownMenu, MenuItem, MenuLabel, MenuSeparator } from "@/components/ui/dropdown-menu";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { InlineUntrusted } from "@/components/ui/revealed";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { deleteViewOp, listViewsOp, type SavedView, saveViewOp, type ViewPage } from "@/lib/views/contract";

export type ViewsMenuViewer = { id: string; admin: boolean };

type Props = {
  page: ViewPage;
  path: string;
  /** The address of the list as it is, with filters, order and columns. */
  href: string;
  viewer: ViewsMenuViewer;
};

/** Opens a view of the list, keeps the list as it is under a name, and takes views away. */
export function ViewsMenu({ page, path, href, viewer }: Props) {
  const [saving, setSaving] = useState(false);
  const { data } = useQuery(optionsFor(listViewsOp, { page }));
  const remove = useRemove();
  const views = data?.items ?? [];
  const query = href.split("?")[1] ?? "";
  const here = views.find((view) => view.query === query);
  const mayRemove = here && (here.owner.id === viewer.id || (here.shared && viewer.admin));
  return (
    <>
      <DropdownMenu
        label="Views"
        trigger={
          <Button variant="quiet">
            <Bookmark aria-hidden="true" />
            <span className="max-w-40 truncate">{here ? here.name : "Views"}</span>
            <ChevronDown aria-hidden="true" className="text-faint" />
          </Button>
        }
      >
        {views.length === 0 ? <MenuLabel className="max-w-64">No view is kept yet.</MenuLabel> : null}
        {views.map((view) => (
          <MenuItem key={view.id} asChild>
            <Link href={view.query ? `${path}?${view.query}` : path}>
              <InlineUntrusted text={view.name} max={60} />
              {view.shared ? <span className="text-faint text-xs">{ofWhom(view, viewer.id)}</span> : null}
            </Link>
          </MenuItem>
        ))}
        <MenuSeparator />
        <MenuItem icon={Bookmark} onSelect={() => setSaving(true)}>
          Keep this list as a view…
        </MenuItem>
        {mayRemove ? (
          <MenuItem icon={Trash2} danger onSelect={() => remove.mutate(here)}>
            Take away “{here.name}”
          </MenuItem>
        ) : null}
      </DropdownMenu>
      {saving ? <SaveView page={page} query={query} close={() => setSaving(false)} /> : null}
    </>
  );
}

const ofWhom = ({ owner }: SavedView, me: string): string => (owner.id === me ? "shared by you" : `of ${owner.name}`);

function useRemove() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: SavedView) => call(deleteViewOp, { id }),
    onSuccess: (_, { name }) =>
      toast.success("View taken away", { description: `“${name}”. The list stays as it is.` }),
    onError: (error) => toast.error("The view is still there", { description: problemOf(error)?.detail ?? "" }),
    onSettled: () => queries.invalidateQueries({ queryKey: [listViewsOp.id] }),
  });
}

function SaveView({ page, query, close }: { page: ViewPage; query: string; close: () => void }) {
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [shared, setShared] = useState(false);
  const save = useMutation({
    mutationFn: () => call(saveViewOp, { page, name, query, shared }),
    onSuccess: async (view) => {
      toast.success("View kept", { description: view.shared ? "Everybody here finds it." : "Only you find it." });
      await queries.invalidateQueries({ queryKey: [listViewsOp.id] });
      close();
    },
  });
  return (
    <FormDialog
      open
      onOpenChange={close}
      title="Keep this list as a view"
      description="Its filters, order and columns, under a name. A view of yours with this name is replaced."
      act="Keep it"
      busy={save.isPending}
      ready={name.trim() !== ""}
      onSubmit={() => save.mutate()}
    >
      <Field label="Name" required>
        <Input value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
      </Field>
      <Checkbox
        label="Everybody of the organisation"
        hint="Each sees in it what they may see."
        checked={shared}
        onCheckedChange={(on) => setShared(on === true)}
      />
      <FormError problem={problemOf(save.error)} />
    </FormDialog>
  );
}
