/** The journal of a day: the newest acts on top, older ones on demand. */

import { fill, h, one } from "/shell/static/dom.js";
import { pick } from "/shell/static/lang.js";
import { sentence, server, tell } from "/admin/static/desk.js";
import { asked, dayAsked, watchDay } from "/admin/static/dated.js";

/** @typedef {import("/shell/static/lang.js").Text} Text */
/** @typedef {{seq: number, at: string, text: Text, by: Text | null, number: string | null}} Event */
/** @typedef {{date: string, events: Event[], more: boolean}} Journal */

const list = one("[data-events]");
const older = one("[data-older]");
let day = "";
let newest = 0;
let oldest = 0;
let turn = 0;

/** @param {Event} event */
function row({ at, number, text, by }) {
  const what = [number && h("b", { class: "number" }, `${number} `), pick(text)];
  return h("tr", {}, h("td", { class: "figures" }, h("time", { datetime: at }, at.slice(11, 19))), h("td", {}, ...what), h("td", {}, pick(by)));
}

/** @param {Record<string, number>} bounds @returns {Promise<Journal>} */
function get(bounds) {
  const what = String(new FormData(asked).get("what"));
  const query = { date: dayAsked(), what, ...Object.fromEntries(Object.entries(bounds).map(([k, v]) => [k, String(v)])) };
  return server.get(`/api/v1/journal?${new URLSearchParams(Object.entries(query).filter(([, value]) => value))}`);
}

/** @param {Journal} journal all that is shown from now on */
function draw(journal) {
  day = journal.date;
  newest = journal.events[0]?.seq ?? 0;
  oldest = journal.events.at(-1)?.seq ?? 0;
  fill(list, ...journal.events.map(row));
  older.hidden = !journal.more;
  one("[data-none]").hidden = journal.events.length > 0;
}

/** @param {boolean} anew */
async function look(anew) {
  const own = (turn += 1);
  const journal = await get(anew || !newest ? {} : { after: newest });
  if (own !== turn) return null;
  // More than a page at once, or another day: what stands here does not reach up to it.
  if (!anew && newest && (journal.more || journal.date !== day)) return look(true);
  if (anew || !newest) draw(journal);
  else list.prepend(...journal.events.map(row));
  newest = journal.events[0]?.seq ?? newest;
  return journal;
}

older.addEventListener("click", async () => {
  const own = turn;
  try {
    const journal = await get({ before: oldest });
    if (own !== turn) return;
    list.append(...journal.events.map(row));
    oldest = journal.events.at(-1)?.seq ?? oldest;
    older.hidden = !journal.more;
  } catch (fault) {
    tell(one("[data-says]"), sentence(fault));
  }
});

watchDay(look);
