/** A day's record by officer, with its sums, to be read and printed. */

import { fill, h, one } from "/shell/static/dom.js";
import { sentences } from "/shell/static/lang.js";
import { server } from "/admin/static/desk.js";
import { dayAsked, watchDay, written } from "/admin/static/dated.js";

/** @typedef {{name: string | null, counter: string, called: number, chosen: number, by_service: number, served: number, no_shows: number}} Officer */

const say = sentences(one("[data-record]"));
const FIGURES = /** @type {const} */ (["called", "served", "no_shows", "chosen", "by_service"]);
let turn = 0;

/** @param {Officer} officer */
function row(officer) {
  const figures = FIGURES.map((figure) => h("td", { class: "amount" }, officer[figure]));
  const who = h("th", { scope: "row" }, officer.name ?? say("gone"));
  return h("tr", {}, h("td", { class: "figures" }, officer.counter), who, ...figures);
}

async function look() {
  const own = (turn += 1);
  const day = dayAsked();
  /** @type {{date: string, officers: Officer[]}} */
  const record = await server.get(`/api/v1/record${day && `?date=${day}`}`);
  if (own !== turn) return null;
  fill(one("[data-heading]"), say("title", { day: written(record.date) }));
  fill(one("[data-officers]"), ...record.officers.map(row));
  for (const figure of FIGURES) {
    fill(one(`[data-all="${figure}"]`), record.officers.reduce((sum, officer) => sum + officer[figure], 0));
  }
  one("[data-none]").hidden = record.officers.length > 0;
  return record;
}

one("[data-print]").addEventListener("click", () => print());
watchDay(look);
