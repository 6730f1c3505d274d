/** The last look before a ticket: what for, where, how many ahead; priority and help. */

import { one } from "/shell/static/dom.js";
import { pick } from "/shell/static/lang.js";
import { clock } from "/shell/static/time.js";
import { all, facts } from "./facts.js";
import { band, late, unopened } from "./menu.js";
import { intend, serviceOf } from "./state.js";
import { added, drawVisit } from "./visit.js";

/** @typedef {import("./state.js").Kiosk} Kiosk */

const STANDING = { early: "early", kept: "kept", late: "missedTime" };

/** @param {Kiosk} kiosk @param {string} service */
export function choose(kiosk, service) {
  const first = kiosk.state.adding;
  kiosk.state.adding = null;
  const { unknown } = kiosk.state;
  kiosk.state.intent = first ?? (unknown?.service === service ? unknown : intend(service));
  if (first) added(kiosk, first, service);
  kiosk.go("confirm");
}

/** What a line's row says about it: label, name, place. @param {Kiosk} kiosk @param {string} service */
export const about = (kiosk, service) => {
  const { label = "", name = "", place = "" } = one(`.service[data-service="${service}"]`, kiosk.frame()).dataset;
  return { label, name: name === label ? "" : name, place };
};

/** @param {Kiosk} kiosk */
export function drawConfirm(kiosk) {
  const intent = kiosk.state.intent;
  const service = intent && serviceOf(kiosk.menu, intent.service);
  if (!intent || !service) return;
  const screen = one('[data-screen="confirm"]', kiosk.frame());
  // Whoever has an appointment stands where it puts them, and may come when others may not any more.
  const place = intent.kept ?? { ahead: service.waiting, wait: service.wait, again: service.again };
  const open = service.open || Boolean(intent.kept?.passes.includes(service.reason?.code ?? ""));
  const short = open ? late(kiosk, place.wait) : "";
  facts(screen, {
    ...about(kiosk, intent.service),
    ...(intent.priority ? { count: "", people: "", band: "" }
      : { count: place.ahead || "", people: kiosk.say("people", { n: place.ahead }), band: band(kiosk, place.wait) }),
    desks: open && !intent.priority ? unopened(kiosk, service, place.wait) : "",
    late: short && [short, pick(place.again)].join(" ").trim(),
    appointment: intent.kept ? kiosk.say(STANDING[intent.kept.standing], { time: clock(intent.kept.at) }) : "",
    refusal: intent.refusal || (open ? "" : pick(service.reason?.text)),
  });
  const button = /** @type {HTMLButtonElement} */ (one("[data-take]", screen));
  // A line that has closed since may have given the number all the same.
  button.disabled = intent.busy || !(open || intent.unknown) || (intent.wantsPriority && !intent.priority);
  const another = /** @type {HTMLButtonElement} */ (one("[data-another]", screen));
  another.hidden = !short;
  another.disabled = intent.busy;
  drawVisit(kiosk, intent, screen);
  drawWishes(kiosk, intent, screen);
}

/** @param {Kiosk} kiosk @param {import("./state.js").Intent} intent @param {HTMLElement} screen */
function drawWishes(kiosk, intent, screen) {
  for (const button of all("[data-switch]", screen)) {
    const on = button.dataset.switch === "assist" ? intent.assist : intent.wantsPriority;
    button.setAttribute("aria-pressed", String(on));
    button.toggleAttribute("disabled", intent.busy || intent.unknown);
  }
  const classes = screen.querySelector("[data-classes]");
  classes?.toggleAttribute("hidden", !intent.wantsPriority);
  classes?.toggleAttribute("disabled", intent.busy || intent.unknown);
  for (const radio of screen.querySelectorAll("input")) {
    radio.checked = radio.value === intent.priority;
    if (radio.checked) facts(screen, { credit: kiosk.say("credit", { n: radio.dataset.credit ?? "" }) });
  }
  if (!intent.priority) facts(screen, { credit: "" });
}

/** @param {Kiosk} kiosk @param {string} which */
export function toggle(kiosk, which) {
  const intent = kiosk.state.intent;
  if (!intent) return;
  if (which === "assist") intent.assist = !intent.assist;
  else [intent.wantsPriority, intent.priority] = [!intent.wantsPriority, null];
  kiosk.draw();
}
