"use client";

import { useEffect } from "react";

const mark = "data-waiting";

/**
 * How many requests wait, before the title of the tab. The page's own title belongs to the framework, so this one stands
 * before it in the head: the first is what the browser shows.
 */
export function TitleCount({ waiting }: { waiting: number }) {
  // The document's head is the outside system here.
  useEffect(() => {
    if (waiting === 0) return;
    const own = document.createElement("title");
    own.setAttribute(mark, "");
    // React takes the first title that it did not make for its own, unless it has this attribute; and fails once that is removed.
    own.setAttribute("itemprop", "");
    const show = () => {
      const page = document.head.querySelector(`title:not([${mark}])`)?.textContent ?? "";
      const text = `(${waiting}) ${page}`;
      if (own.textContent !== text) own.textContent = text;
      if (document.head.firstChild !== own) document.head.prepend(own);
    };
    show();
    const watch = new MutationObserver(show);
    watch.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => {
      watch.disconnect();
      own.remove();
    };
  }, [waiting]);
  return null;
}
