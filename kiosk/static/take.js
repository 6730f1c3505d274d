/** One touch is one ticket, however long the answer takes and however often it is asked for. */

import { Refused, newKey } from "/shell/static/api.js";
import { asks, taken } from "./others.js";
import { stuck } from "./away.js";

/** @typedef {import("./state.js").Kiosk} Kiosk */

const PATIENCE = 12000;

/** @param {Kiosk} kiosk */
export async function take(kiosk) {
  const { intent, lang } = kiosk.state;
  if (!intent || intent.busy || asks(kiosk, intent.service)) return;
  Object.assign(intent, { busy: true, refusal: "" });
  kiosk.draw();
  const wish = { service: intent.service, lang, assist: intent.assist, ...(intent.priority && { priority: intent.priority }),
    ...(intent.then.length && { then: intent.then }), ...(intent.kept && { appointment: intent.kept.code }) };
  try {
    kiosk.state.ticket = await kiosk.server.post("/api/v1/tickets", wish, { key: intent.key, patience: PATIENCE });
    kiosk.state.intent = null;
    taken(intent.service);
    kiosk.go("ticket");
  } catch (fault) {
    refused(kiosk, intent, fault);
  }
}

/** @param {Kiosk} kiosk @param {import("./state.js").Intent} intent @param {unknown} fault */
function refused(kiosk, intent, fault) {
  const known = fault instanceof Refused;
  const refusal = known ? fault.message : `${kiosk.say("away")} ${kiosk.say("guide")}`;
  Object.assign(intent, { busy: false, unknown: !known, refusal }, known && { key: newKey() });
  if (known) kiosk.draw();
  else stuck(kiosk);
}
