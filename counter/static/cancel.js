/** Asks before a ticket is cancelled. */

import { act } from "/counter/static/act.js";
import { answer, open, question } from "/counter/static/dialogs.js";
import { say } from "/counter/static/facts.js";
import { every, onPress } from "/counter/static/press.js";
import { one } from "/shell/static/dom.js";

/** @typedef {import("/counter/static/facts.js").Ticket} Ticket */

const cancelling = question("cancelling");
/** @type {Ticket | null} */
let ticket = null;

/** @param {Ticket} which */
export function askCancel(which) {
  if (!open(cancelling)) return;
  ticket = which;
  one("#cancelling-title").textContent = say("cancelTitle", { number: which.number });
}

/** @param {string} [reason] one of the centre's words */
const cancel = (reason) => answer(() => ticket && act(ticket, "cancel", reason ? { reason } : {}));

export function listenToCancel() {
  for (const button of every("[data-pick]", cancelling)) onPress(button, () => cancel(button.dataset.word));
}
