"use client";

import { useEffect, useRef, useState } from "react";

/**
 * Whether the last press on a button came to nothing. When what is on the page changes between the finger going down and coming
 * up, or just before, the button is disabled or has moved by then, and the browser makes no click of it: somebody who believes
 * that they have decided is told that they have not. The pointer is the outside system.
 */
export function useLostPress(ready: boolean) {
  const pressed = useRef(false);
  /** The button was not ready at some moment of the press, so what was pressed is not what is there now. */
  const spoilt = useRef(false);
  const [lost, setLost] = useState(false);
  useEffect(() => {
    const lift = () => {
      // The click, if there is one, comes right after.
      setTimeout(() => {
        if (pressed.current) setLost(true);
        pressed.current = false;
      });
    };
    // The press has become a scroll: nobody meant to decide.
    const cancel = () => {
      pressed.current = false;
    };
    window.addEventListener("pointerup", lift, true);
    window.addEventListener("pointercancel", cancel, true);
    return () => {
      window.removeEventListener("pointerup", lift, true);
      window.removeEventListener("pointercancel", cancel, true);
    };
  }, []);
  useEffect(() => {
    if (!ready) spoilt.current = true;
  }, [ready]);
  return {
    lost,
    onPointerDown: () => {
      pressed.current = true;
      spoilt.current = !ready;
      setLost(!ready);
    },
    /** For the click itself: whether it counts. A press that outlasted a change does not, though the button is ready again. */
    arrived: () => {
      const counts = !(pressed.current && spoilt.current);
      pressed.current = false;
      setLost(!counts);
      return counts;
    },
  };
}
