/** The close of the day is asked about first: who is left then, and a press that cannot be part of the one before. */

import { one } from "/shell/static/dom.js";
import { sentences } from "/shell/static/lang.js";
import { asks } from "/admin/static/asking.js";
import { server } from "/admin/static/desk.js";
import { settle } from "/admin/static/intent.js";

/** @typedef {{open: {waiting: number, called: number, serving: number, held: number, no_show: number}}} Overview */

/** @param {Overview | null} hall @param {(name: string, facts?: Record<string, string | number>) => string} say */
function left(hall, say) {
  if (!hall) return say("unknown");
  const { waiting, called, serving, held, no_show: missed } = hall.open;
  const counts = Object.entries({ waiting, here: called + serving, held, missed }).filter(([, n]) => n);
  return counts.length ? say("left", { who: counts.map(([name, n]) => say(name, { n })).join(", ") }) : say("nobody");
}

/** @param {HTMLButtonElement} button @param {import("/admin/static/hours.js").Change} change */
export function watchClose(button, change) {
  const { dialog, open } = asks("[data-close-dialog]", () => change("POST", "/close", {}));
  const say = sentences(dialog);
  button.addEventListener("click", async () => {
    one("[data-who]", dialog).textContent = left(await server.get("/api/v1/overview").catch(() => null), say);
    if (dialog.open) return;
    open();
    settle();
  });
}
