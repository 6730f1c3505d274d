/** What is typed: an appointment's code, one's own number and, to act for it, the code on its slip. */

import { Refused } from "/shell/static/api.js";
import { one } from "/shell/static/dom.js";
import { facts } from "./facts.js";
import { show } from "./mine.js";
import { intend } from "./state.js";

/** @typedef {import("./state.js").Kiosk} Kiosk */

const MOST = 8;

/** @param {Kiosk} kiosk */
export function drawEntry(kiosk) {
  const { screen, typed, wrong, mine } = kiosk.state;
  facts(one(`[data-screen="${screen}"]`, kiosk.frame()), {
    [`typed-${screen}`]: typed || "\u00a0",
    [`wrong-${screen}`]: wrong,
    "ask-mine": mine ? kiosk.say("askCode", { number: mine.number }) : kiosk.say("askNumber"),
  });
}

/** @param {Kiosk} kiosk @param {string} key */
export function type(kiosk, key) {
  const typed = kiosk.state.typed;
  Object.assign(kiosk.state, { typed: key === "erase" ? typed.slice(0, -1) : (typed + key).slice(0, MOST), wrong: "" });
  kiosk.draw();
}

/** @param {Kiosk} kiosk @param {string} path @param {(found: any) => void} found */
async function ask(kiosk, path, found) {
  const { screen } = kiosk.state;
  try {
    const answer = await kiosk.server.get(path, { patience: 3000 });
    if (kiosk.state.screen === screen) found(answer);
  } catch (fault) {
    const none = fault instanceof Refused && fault.status === 404;
    const said = fault instanceof Refused ? Object.values(fault.problem.errors ?? {})[0] ?? fault.message : kiosk.say("noLink");
    kiosk.state.wrong = none ? kiosk.say("noTicket") : said;
    kiosk.draw();
  }
}

/** @param {Kiosk} kiosk @param {string} which */
export function look(kiosk, which) {
  const { typed, mine } = kiosk.state;
  if (which === "appointment") return ask(kiosk, `/api/v1/kiosk/appointment?code=${typed}`, (kept) => {
    kiosk.state.intent = { ...intend(kept.service), kept };
    kiosk.go("confirm");
  });
  /** @type {Record<string, string>} */
  const asked = mine ? { number: mine.number, code: typed } : { number: typed };
  return ask(kiosk, `/api/v1/kiosk/ticket?${new URLSearchParams(asked)}`, (found) => show(kiosk, found));
}
