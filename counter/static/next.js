/** The one next thing: what Enter does now, and every other move that the current ticket allows. */

import { act, callNext, setStatus, undo, undoable } from "/counter/static/act.js";
import { desk } from "/counter/static/desk.js";
import { say } from "/counter/static/facts.js";
import { chosenOutcome, drawOutcomes } from "/counter/static/outcomes.js";
import { drawMoves } from "/counter/static/patience.js";
import { allow, every, onPress } from "/counter/static/press.js";
import { askHold } from "/counter/static/asking.js";
import { begin, counting } from "/counter/static/auto.js";
import { askCancel } from "/counter/static/cancel.js";
import { askTransfer } from "/counter/static/transfer.js";
import { one } from "/shell/static/dom.js";

/** @typedef {import("/counter/static/facts.js").Page} Page */
/** @typedef {{words: string, go: (() => void) | null}} Next */

const ASKED = /** @type {Record<string, (ticket: import("/counter/static/facts.js").Ticket) => void>} */ ({
  transfer: askTransfer,
  cancel: askCancel,
  hold: askHold,
});
const main = one("#next");
const undoButton = one("#undo");

/** @param {Page} page @returns {Next} */
function next(page) {
  const ticket = page.current;
  if (ticket?.state === "called") return { words: say("nextServe"), go: () => act(ticket, "serve") };
  if (ticket) return { words: finishing(), go: () => finish(ticket) };
  if (page.status !== "open") return { words: say("nextOpen"), go: () => setStatus("open") };
  return { words: counting() || say("nextCall"), go: page.waiting.tickets.length && !page.hall_paused ? () => callNext() : null };
}

/** The one-key way: nothing is asked. @param {import("/counter/static/facts.js").Ticket} ticket */
async function finish(ticket) {
  if (await act(ticket, "finish", desk.outcome ? { outcome: desk.outcome } : {})) begin();
}

function finishing() {
  const outcome = chosenOutcome();
  return outcome ? say("nextFinishAs", { outcome }) : say("nextFinish");
}

export function drawNext() {
  const { page, live } = desk;
  if (!page) return;
  const { words, go } = next(page);
  one("#next-label").textContent = words;
  main.dataset.next = page.current?.state ?? page.status;
  allow(main, live && go !== null);
  drawMoves();
  drawOutcomes();
  one("#undo-label").textContent = undoable() || say("undo");
  allow(undoButton, live && undoable() !== "");
  one("#says").textContent = desk.said;
  one("#says").dataset.kind = desk.fault ? "fault" : "done";
}

export function listenToMoves() {
  onPress(main, () => desk.page && next(desk.page).go?.());
  onPress(undoButton, undo);
  for (const button of every("[data-move]")) {
    const move = button.dataset.move ?? "";
    onPress(button, () => desk.page?.current && (ASKED[move] ?? act)(desk.page.current, move));
  }
}
