/** Putting right what was really done, before a ticket is finished: service, outcome, dossiers, what comes next. */

import { act } from "/counter/static/act.js";
import { begin } from "/counter/static/auto.js";
import { desk, listening } from "/counter/static/desk.js";
import { answer, open, question } from "/counter/static/dialogs.js";
import { say } from "/counter/static/facts.js";
import { askFresh } from "/counter/static/fresh.js";
import { onPress } from "/counter/static/press.js";
import { one } from "/shell/static/dom.js";
import { wishes } from "/shell/static/intent.js";
import { pick } from "/shell/static/lang.js";

/** @typedef {import("/counter/static/facts.js").Ticket} Ticket */

const finishing = question("finishing");
const form = /** @type {HTMLFormElement} */ (one("#finishing-form"));
const button = one("#details");
const done = /** @type {HTMLSelectElement} */ (one("[name=service]", form));
const more = /** @type {HTMLInputElement} */ (one("[name=more]", form));
const wish = wishes();
/** @type {Ticket | null} */
let ticket = null;
/** @type {{of: Ticket, body: ReturnType<typeof told>, version: number} | null} */
let lost = null;

function ask() {
  const current = desk.page?.current;
  if (current?.state !== "serving" || !open(finishing)) return;
  ticket = current;
  form.reset();
  one("#finishing-title").textContent = say("finishTitle", { number: current.number });
  done.value = current.service;
  /** @type {HTMLSelectElement} */ (one("[name=outcome]", form)).value = desk.outcome;
  /** @type {HTMLSelectElement} */ (one("[name=next]", form)).value = current.then[0] ?? "";
  drawMore();
}

/** What differs from finishing with one key. @param {Ticket} of */
function told(of) {
  const said = new FormData(form);
  /** @type {Record<string, string | number | boolean>} */
  const body = {};
  for (const name of ["service", "outcome", "next"]) {
    const value = String(said.get(name) ?? "");
    if (value && !(name === "service" && value === of.service)) body[name] = value;
  }
  const dossiers = Number(said.get("dossiers"));
  if (dossiers > 0) body.dossiers = dossiers;
  if (said.get("more") === "on") body.further = true;
  return body;
}

/** Whether a further turn can be had of what was really done; if not, why. */
function drawMore() {
  const { page } = desk;
  const why = pick(page?.hall_paused?.text) || pick(page?.no_further[done.value]);
  more.disabled = why !== "";
  if (more.disabled) more.checked = false;
  one("#more-why").textContent = why;
  one("#more-why").hidden = !why;
}

/** @param {Ticket} of @param {ReturnType<typeof told>} body */
async function finish(of, body) {
  lost = null;
  const after = await act(of, "finish", body, body.further ? wish : undefined);
  if (after?.further) askFresh(after.further);
  else if (after) begin();
  else if (body.further) lost = { of, body, version: desk.page?.version ?? 0 };
}

/** A finish that happened although its answer never came: asked for again, as the same one, so that the number is told. */
function tellLost() {
  const { page } = desk;
  if (!lost || !page || page.current?.id === lost.of.id || page.version <= lost.version || !listening()) return;
  finish(lost.of, lost.body);
}

export function drawFinishing() {
  button.hidden = desk.page?.current?.state !== "serving";
  if (finishing.open) drawMore();
  tellLost();
}

export function listenToFinishing() {
  onPress(button, ask);
  done.addEventListener("change", drawMore);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    answer(() => ticket && finish(ticket, told(ticket)));
  });
}
