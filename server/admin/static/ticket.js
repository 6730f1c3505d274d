/** One ticket on the page, kept as it is now: after each change in the hall it is asked for again. */

import { fill, one } from "/shell/static/dom.js";
import { pick, sentences } from "/shell/static/lang.js";
import { clock } from "/shell/static/time.js";
import { server } from "/admin/static/desk.js";
import { tellStory } from "/admin/static/story.js";
import { show, shown } from "/admin/static/views.js";

/** @typedef {import("/shell/static/lang.js").Text} Text */
/** @typedef {{id: string, number: string, service: string, state: string, lang: string, priority: boolean, assist: boolean,
 *   ahead: number | null, wait: {text: Text} | null, calls: number, counter: string | null,
 *   for: {counter?: string, officer?: string} | null, why: Text | null, issued_at: string, track_url: string,
 *   printed: string, version: number, then: string[], business_date: string, left_behind: boolean}} Ticket */

const panel = one('[data-panel="ticket"]');
export const say = sentences(panel);
const catalogue = /** @type {HTMLTemplateElement} */ (document.querySelector("[data-catalogue]")).content;
const OPEN = ["waiting", "called", "serving", "held", "no_show"];
const PRINTING_MS = 1000;
/** @type {Ticket | null} */
let current = null;
let asking = false;

export const ticket = () => current;

/** What a service is called here. @param {string} service */
export const label = (service) =>
  /** @type {HTMLElement | null} */ (catalogue.querySelector(`[data-code="${CSS.escape(service)}"]`))?.dataset.label ?? service;

/** What a ticket waits for, and to whom it was sent. @param {Ticket} now */
function words(now) {
  const service = /** @type {HTMLElement | null} */ (catalogue.querySelector(`[data-code="${CSS.escape(now.service)}"]`));
  const n = { waiting: now.ahead ?? 2, no_show: now.calls }[now.state] ?? 2;
  const sent = now.for?.counter ? say("forCounter", { counter: now.for.counter }) : now.for && say("forOfficer");
  return {
    number: now.number,
    state: say(`state${now.state.charAt(0).toUpperCase()}${now.state.slice(1)}`),
    outlook: say(now.left_behind ? "leftBehind" : now.state, { counter: now.counter ?? "", n }),
    band: now.wait && say("band", { times: pick(now.wait.text) }),
    service: label(now.service),
    place: service?.dataset.place,
    why: pick(now.why),
    for: sent,
    then: now.then.length > 0 && say("then", { services: now.then.map(label).join(", ") }),
    issued: clock(now.issued_at),
    printed: say(`printed${now.printed.charAt(0).toUpperCase()}${now.printed.slice(1)}`),
  };
}

/** @param {Ticket} now */
export function draw(now) {
  if (current?.id === now.id && now.version < current.version) return;
  current = now;
  panel.dataset.state = now.state;
  for (const [fact, said] of Object.entries(words(now))) fill(one(`[data-fact="${fact}"]`, panel), said);
  const holds = { priority: now.priority, assist: now.assist, en: now.lang === "en", open: OPEN.includes(now.state), left: now.state === "expired" };
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (panel.querySelectorAll("[data-when]"))) {
    place.hidden = !holds[/** @type {keyof typeof holds} */ (place.dataset.when)];
  }
  const usual = panel.dataset[`may${now.state.charAt(0).toUpperCase()}${now.state.slice(1)}`] ?? "";
  const may = `${usual} ${now.left_behind ? panel.dataset.mayLeft : ""}`.split(" ");
  for (const act of /** @type {NodeListOf<HTMLElement>} */ (panel.querySelectorAll("[data-act]"))) {
    act.hidden = act.dataset.act !== "print" && !may.includes(act.dataset.act ?? "");
  }
  one("[data-slip]", panel).hidden = !["yes", "failed"].includes(now.printed);
  tellStory(now);
  if (now.printed === "queued") setTimeout(refresh, PRINTING_MS);
}

/** @param {Ticket} now @param {boolean} fresh just issued here */
export function open(now, fresh) {
  current = null;
  one("[data-qr]", panel).setAttribute("src", `/admin/qr/${encodeURIComponent(now.id)}.svg`);
  one("[data-slip]", panel).setAttribute("href", `/admin/slip/${encodeURIComponent(now.id)}.png`);
  one("[data-link]", panel).setAttribute("href", now.track_url);
  one("[data-fresh]", panel).hidden = !fresh;
  one("[data-says]", panel).hidden = true;
  draw(now);
  show("ticket");
}

/** Asks for the ticket again, one question at a time. */
export async function refresh() {
  if (!current || asking || shown() !== "ticket") return;
  asking = true;
  const now = await server.get(`/api/v1/tickets/${current.id}`).catch(() => null);
  asking = false;
  if (now && now.id === current?.id) draw(now);
}
