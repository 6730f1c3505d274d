/** Putting right what was really done, before a ticket is finished: service, outcome, dossiers, what comes next. */

import { act } from "/counter/static/act.js";
import { begin } from "/counter/static/auto.js";
import { change, desk } from "/counter/static/desk.js";
import { answer, open, question } from "/counter/static/dialogs.js";
import { say } from "/counter/static/facts.js";
import { askFresh, takeAnother } from "/counter/static/fresh.js";
import { onPress } from "/counter/static/press.js";
import { one } from "/shell/static/dom.js";

/** @typedef {import("/counter/static/facts.js").Ticket} Ticket */

const finishing = question("finishing");
const form = /** @type {HTMLFormElement} */ (one("#finishing-form"));
const button = one("#details");
/** @type {Ticket | null} */
let ticket = null;

function ask() {
  const current = desk.page?.current;
  if (current?.state !== "serving" || !open(finishing)) return;
  ticket = current;
  form.reset();
  one("#finishing-title").textContent = say("finishTitle", { number: current.number });
  const done = /** @type {HTMLSelectElement} */ (one("[name=service]", form));
  done.value = current.service;
  /** @type {HTMLSelectElement} */ (one("[name=outcome]", form)).value = desk.outcome;
  /** @type {HTMLSelectElement} */ (one("[name=next]", form)).value = current.then[0] ?? "";
}

/** What differs from finishing with one key. @param {Ticket} of */
function told(of) {
  const said = new FormData(form);
  /** @type {Record<string, string | number>} */
  const body = {};
  for (const name of ["service", "outcome", "next"]) {
    const value = String(said.get(name) ?? "");
    if (value && !(name === "service" && value === of.service)) body[name] = value;
  }
  const dossiers = Number(said.get("dossiers"));
  if (dossiers > 0) body.dossiers = dossiers;
  return { body, more: said.get("more") === "on" };
}

/** @param {Ticket} of */
async function finish(of) {
  const { body, more } = told(of);
  if (!(await act(of, "finish", body))) return;
  if (!more) return begin();
  const fresh = await takeAnother(of);
  if (fresh) askFresh(fresh);
  else change({ said: say("freshFailed", { said: desk.said }), fault: true });
}

export function drawFinishing() {
  button.hidden = desk.page?.current?.state !== "serving";
}

export function listenToFinishing() {
  onPress(button, ask);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    answer(() => ticket && finish(ticket));
  });
}
