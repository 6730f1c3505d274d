/** The whole hall as GET /api/v1/overview has it: asked when its board changes, and every few seconds. */

import { fill, one } from "/shell/static/dom.js";
import { sentences } from "/shell/static/lang.js";
import { secondsSince } from "/shell/static/time.js";
import { connection, server } from "/admin/static/desk.js";

/** @typedef {import("/shell/static/lang.js").Text} Text */
/** @typedef {{service: string, prefix: string, name: Text, area: string, waiting: number, longest_s: number | null,
 *   counters: string[], open: string[]}} Line */
/** @typedef {{counter: string, desk: string, state: string, number: string | null, held: number, since: string | null,
 *   officer: string | null, served: number, no_shows: number, chosen: number, by_service: number,
 *   services: Record<string, number>, until_close: boolean}} Counter */
/** @typedef {{kind: string, at: string, service: string, name: Text, since: string, waiting: number, counters: string[],
 *   left: {number: string, counter: string}[], offers: string[], tickets: number, missed: number, device: string | null}} Alert */
/** @typedef {{id: string, text: Text, area: string | null, at: string}} Notice */
/** @typedef {{version: number, alerts: Alert[], notices: Notice[], lines: Line[], counters: Counter[]}} Overview */

const EVERY_MS = 5000;
const SOON_MS = 300;

export const page = one("[data-overview]");
export const say = sentences(page);

/** @type {{overview: Overview | null}} */
export const hall = { overview: null };
/** @type {((overview: Overview) => void)[]} */
const drawers = [drawLines, drawCounters];
let timer = 0;
let asked = 0;

/** @param {(overview: Overview) => void} draw */
export const whenSeen = (draw) => void drawers.push(draw);

export async function look() {
  const own = (asked += 1);
  const overview = await server.get("/api/v1/overview").catch(() => null);
  if (!overview || own !== asked) return;
  hall.overview = overview;
  drawers.forEach((draw) => draw(overview));
}

/** @param {Overview} overview */
function drawLines({ lines, alerts }) {
  const alone = new Set(alerts.filter(({ kind }) => kind === "no-counter").map(({ service }) => service));
  for (const line of lines) {
    const row = document.querySelector(`tr[data-line="${line.service}"]`);
    if (!(row instanceof HTMLElement)) continue;
    const minutes = line.longest_s === null ? "" : say("minutes", { n: Math.floor(line.longest_s / 60) });
    fill(one("[data-longest]", row), minutes);
    fill(one("[data-open]", row), `${line.open.length}/${line.counters.length}`);
    row.dataset.alone = String(alone.has(line.service));
  }
}

/** @param {Overview} overview */
function drawCounters({ counters }) {
  for (const desk of counters) {
    const row = document.querySelector(`tr[data-counter="${desk.counter}"]`);
    if (!(row instanceof HTMLElement)) continue;
    const minutes = desk.since && desk.state !== "closed" ? Math.floor(secondsSince(desk.since) / 60) : null;
    const shut = desk.desk === "closed" && desk.number ? `${say("shut")} · ` : "";
    fill(one("[data-since]", row), minutes === null ? "" : shut + say("minutes", { n: minutes }));
    one("[data-close-counter]", row).hidden = desk.desk === "closed" && !desk.officer && !desk.number && !desk.held;
    fill(one("[data-served]", row), desk.served);
    fill(one("[data-no-shows]", row), desk.no_shows);
    fill(one("[data-chosen]", row), desk.chosen);
    fill(one("[data-by-service]", row), desk.by_service);
    fill(one("[data-serves]", row), Object.keys(desk.services).join(" "));
    row.dataset.changed = String(desk.until_close);
  }
}

/** Draws the hall now, when its board changes, and every few seconds while somebody looks. */
export function watchOverview() {
  connection.watch({ board: "all" }, () => {
    clearTimeout(timer);
    timer = setTimeout(look, SOON_MS);
  });
  setInterval(() => document.hidden || look(), EVERY_MS);
  document.addEventListener("visibilitychange", () => document.hidden || look());
}
