/** One touch is one ticket, however long the answer takes and however often it is asked for. */

import { Refused, newKey } from "/shell/static/api.js";
import { asks, taken } from "./others.js";
import { stuck } from "./away.js";

/** @typedef {import("./state.js").Kiosk} Kiosk */

const PATIENCE = 12000;
const TOO_MANY = 429;

/** @param {Kiosk} kiosk */
export async function take(kiosk) {
  const { intent, lang } = kiosk.state;
  if (!intent || intent.busy || asks(kiosk, intent.service)) return;
  // What may have been done already is asked for in the same words, whatever language is spoken by now.
  if (!intent.unknown) intent.sent = wish(intent, lang);
  Object.assign(intent, { busy: true, refusal: "" });
  kiosk.draw();
  try {
    kiosk.state.ticket = await kiosk.server.post("/api/v1/tickets", intent.sent ?? {}, { key: intent.key, patience: PATIENCE });
    Object.assign(kiosk.state, { intent: null, unknown: null });
    taken(intent.service);
    kiosk.go("ticket");
  } catch (fault) {
    refused(kiosk, intent, fault);
  }
}

/** @param {import("./state.js").Intent} intent @param {string} lang */
const wish = (intent, lang) => ({ service: intent.service, lang, assist: intent.assist, ...(intent.priority && { priority: intent.priority }),
  ...(intent.then.length && { then: intent.then }), ...(intent.kept && { appointment: intent.kept.code }) });

/** @param {Kiosk} kiosk @param {import("./state.js").Intent} intent @param {unknown} fault */
function refused(kiosk, intent, fault) {
  const known = fault instanceof Refused;
  const refusal = known ? fault.message : `${kiosk.say("away")} ${kiosk.say("guide")}`;
  Object.assign(intent, { busy: false, refusal });
  // Who is only told to wait a little has not been told whether an earlier try was done.
  if (!known || fault.status !== TOO_MANY) Object.assign(intent, { unknown: !known }, known && { key: newKey() });
  kiosk.state.unknown = intent.unknown ? intent : null;
  if (known) kiosk.draw();
  else stuck(kiosk);
}
