/** Today: what is given, by service; stopping, opening, caps, and the close of the day. */

import { one } from "/shell/static/dom.js";
import { pick } from "/shell/static/lang.js";
import { watchClose } from "/admin/static/hours_close.js";
import { say } from "/admin/static/hours_words.js";
import { twice } from "/admin/static/twice.js";

/** @typedef {import("/admin/static/hours_words.js").Opening} Opening */
/** @typedef {import("/admin/static/hours_words.js").Service} Service */
/** @typedef {import("/admin/static/hours.js").Change} Change */

const time = (/** @type {string} */ instant) => instant.slice(11, 16);
const act = (/** @type {string} */ name) => /** @type {HTMLButtonElement} */ (one(`[data-do="${name}"]`));

/** @param {Opening} opening */
export function drawToday(opening) {
  const { closed, services } = opening;
  const open = services.filter((service) => service.open).length;
  const sum = one("[data-sum]");
  sum.dataset.good = open ? "yes" : "no";
  put(sum, closed ? say("closed", { time: time(closed.closed_at), n: closed.expired })
    : opening.stopped ? say("stopped") : say("now", { open, all: services.length }));
  const note = opening.around_the_clock ? say("always") : opening.close_at && !closed ? say("closes", { time: opening.close_at }) : "";
  put(one("[data-note]"), note);
  one("[data-kept]").hidden = !closed;
  one("[data-head]").textContent = closed?.head ?? "";
  act("stop").hidden = opening.stopped || closed !== null;
  act("resume").hidden = !opening.stopped || closed !== null;
  act("close").hidden = closed !== null;
  act("open").disabled = open === services.length;
  for (const service of services) drawService(service);
}

/** @param {HTMLElement} place @param {string} words */
function put(place, words) {
  place.hidden = !words;
  if (place.textContent !== words) place.textContent = words;
}

const turn = (/** @type {Service} */ service) => (service.stopped ? "resume" : service.open ? "stop" : "open");

/** @param {Service} service */
function drawService(service) {
  const row = document.querySelector(`tr[data-service="${service.code}"]`);
  if (!row) return;
  one("[data-numbers]", row).textContent = service.numbers || say("rest");
  one("[data-issued]", row).textContent = String(service.issued);
  const state = one("[data-state]", row);
  state.dataset.open = service.open ? "yes" : "no";
  state.textContent = service.open ? say("gives") : service.stopped ? say("ceased") : pick(service.reason?.text);
  const cap = /** @type {HTMLInputElement} */ (one("[data-cap]", row));
  if (document.activeElement !== cap) cap.value = service.cap === null ? "" : String(service.cap);
  const button = /** @type {HTMLButtonElement} */ (one("[data-turn]", row));
  button.dataset.turn = turn(service);
  button.disabled = service.reason?.code === "cap-reached";
  one("[data-word]", button).textContent = say(turn(service));
}

/** @param {Change} change */
export function watchToday(change) {
  twice(act("stop"), act("stop").dataset.twice ?? "", () => change("POST", "/stop", {}));
  watchClose(act("close"), change);
  for (const name of ["resume", "open"]) act(name).addEventListener("click", () => change("POST", `/${name}`, {}));
  for (const row of document.querySelectorAll("tr[data-service]")) {
    const service = /** @type {HTMLElement} */ (row).dataset.service ?? "";
    const button = one("[data-turn]", row);
    button.addEventListener("click", () => change("POST", `/${button.dataset.turn}`, { service }));
    const cap = /** @type {HTMLInputElement} */ (one("[data-cap]", row));
    cap.addEventListener("change", () => cap.reportValidity() && change("PUT", `/caps/${service}`, { cap: cap.value ? Number(cap.value) : null }));
  }
}
