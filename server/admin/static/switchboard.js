/** The switch board: asked every few seconds, as neither disks nor printers send events; and when a counter changes. */

import { fill, h, one } from "/shell/static/dom.js";
import { sentences } from "/shell/static/lang.js";
import { connection, server } from "/admin/static/desk.js";

/** @typedef {{name: string, good: boolean | null, says: string}} Row */

const EVERY_MS = 4000;
/** A locked database takes its time to say so. */
const PATIENCE_MS = 15_000;
const page = one("[data-switchboard]");
const say = sentences(page);
let asking = false;

/** @param {Row} row */
function draw(row) {
  const [state, word] = row.good === null ? ["rests", say("rests")] : row.good ? ["works", say("works")] : ["fails", say("fails")];
  const lamp = h("span", { class: "lamp" }, h("span", { class: "unseen" }, `${word}: `));
  return h("li", { "data-state": state }, lamp, h("b", {}, row.name), h("span", { class: "says" }, row.says));
}

/** @param {Record<string, Row[]>} parts */
function drawAll(parts) {
  for (const [name, rows] of Object.entries(parts)) fill(one(`[data-part="${name}"]`), ...rows.map(draw));
  const n = Object.values(parts).flat().filter((row) => row.good === false).length;
  const sum = one("[data-sum]");
  sum.dataset.good = n ? "no" : "yes";
  const words = n ? say("trouble", { n }) : say("good");
  if (sum.textContent !== words) sum.textContent = words;
}

async function ask() {
  if (asking) return;
  asking = true;
  const parts = await server.get("/hall/now", { timeout: PATIENCE_MS }).catch(() => null);
  asking = false;
  if (parts) drawAll(parts);
}

setInterval(() => document.hidden || ask(), EVERY_MS);
document.addEventListener("visibilitychange", () => document.hidden || ask());
connection.watch({ board: "all" }, ask);
