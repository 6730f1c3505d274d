/** The question about a ticket chosen from a list: what to do with it, and why now. */

import { act } from "/counter/static/act.js";
import { desk } from "/counter/static/desk.js";
import { askCancel } from "/counter/static/cancel.js";
import { answer, open, question } from "/counter/static/dialogs.js";
import { label, mayMove, say } from "/counter/static/facts.js";
import { allow, every, onPress } from "/counter/static/press.js";
import { about, tags } from "/counter/static/rows.js";
import { askTransfer } from "/counter/static/transfer.js";
import { fill, one } from "/shell/static/dom.js";

/** @typedef {import("/counter/static/facts.js").Ticket} Ticket */

const chosen = question("chosen");
/** @type {Ticket | null} */
let ticket = null;

const answers = every("[data-does]", chosen);

/** Why this ticket cannot be called or served now; "" when it can. */
function hindrance() {
  const { page } = desk;
  if (page?.current) return say("busyWith", { number: page.current.number });
  return page?.status === "open" ? "" : say("notOpen");
}

/** Asks what to do with a ticket of a list. @param {Ticket} which */
export function askChosen(which) {
  if (!open(chosen)) return;
  ticket = which;
  one("#chosen-number").textContent = which.number;
  fill(one("#chosen-tags"), ...tags(which));
  one("#chosen-about").textContent = [label(which.service), about(which)].filter(Boolean).join(" · ");
  // Who was held or missed mostly stands at the desk already: nobody needs to shout.
  const first = which.state === "waiting" ? "call" : "serve";
  for (const button of answers) {
    const does = button.dataset.does ?? "";
    button.hidden = !mayMove(does, which.state);
    button.classList.toggle("main", does === first);
    if (does === first) button.focus();
  }
  drawChosen();
}

/** Whether calling this ticket passes somebody over, so that a reason is asked. @param {Ticket} which */
const passes = (which) => which.state === "waiting" && desk.page?.waiting.tickets[0]?.id !== which.id;

/** Keeps the question true while the desk changes under it. */
export function drawChosen() {
  if (!chosen.open) return;
  const why = hindrance();
  one("#chosen-busy").textContent = why;
  one("#chosen-busy").hidden = !why;
  one("#chosen-reasons").hidden = Boolean(why) || !ticket || !passes(ticket);
  for (const button of answers) {
    const needsDesk = ["call", "serve"].includes(button.dataset.does ?? "");
    allow(button, !(why && needsDesk));
  }
}

/** @param {Ticket} which @param {string} does */
function does(which, does) {
  if (does === "transfer") return askTransfer(which);
  if (does === "cancel") return askCancel(which);
  const reason = /** @type {HTMLInputElement | null} */ (chosen.querySelector("[name=reason]:checked"));
  const body = does === "call" && passes(which) ? { reason: reason?.value } : {};
  answer(() => act(which, does, body));
}

export function listenToQuestions() {
  for (const button of answers) onPress(button, () => ticket && does(ticket, button.dataset.does ?? ""));
}
