/** A day's appointments: listed, made, taken off, and turned into a number when somebody has come. */

import { fill, one } from "/shell/static/dom.js";
import { pick } from "/shell/static/lang.js";
import { clock } from "/shell/static/time.js";
import { row, say, spoken } from "/admin/static/booked.js";
import { sentence, server, tell } from "/admin/static/desk.js";
import { intents } from "/admin/static/intent.js";
import { shown } from "/admin/static/views.js";

/** @typedef {import("/admin/static/booked.js").Appointment} Appointment */

const EVERY_MS = 5000;
const PATH = "/api/v1/appointments";
const panel = one('[data-panel="appointments"]');
const form = /** @type {HTMLFormElement} */ (one("[data-booking]"));
const day = /** @type {HTMLInputElement} */ (one("[name=day]", form));
const says = one("[data-booking-says]");
const made = one("[data-made-box]");
const intent = intents();
let today = "";
let drawn = "";
/** @type {(ticket: any, fresh: boolean) => void} */
let open = () => {};

/** One intent, its refusal in words. @param {string} path @param {object} body @param {(answer: any) => void} done */
async function act(path, body, done) {
  try {
    tell(says, "");
    const answer = await intent.once(JSON.stringify([path, body]), (key) => server.post(path, body, { key }));
    if (answer) done(answer);
  } catch (fault) {
    tell(says, sentence(fault));
  }
  look();
}

/** What the presses of a row mean. */
const presses = {
  cancel: (/** @type {Appointment} */ one) =>
    act(`${PATH}/${one.id}/cancel`, {}, () => tell(says, say("cancelled", { code: spoken(one.code) }), "good")),
  come: (/** @type {Appointment} */ one) =>
    act("/api/v1/tickets", { service: one.service, appointment: one.code }, (ticket) => open(ticket, true)),
  find: (/** @type {Appointment} */ one) =>
    server.get(`/api/v1/tickets/${one.ticket}`).then((ticket) => open(ticket, false), (fault) => tell(says, sentence(fault))),
};

async function look() {
  const asked = day.value && day.value !== today ? `?date=${day.value}` : "";
  const listed = await server.get(PATH + asked).catch((fault) => void tell(says, sentence(fault)));
  if (!listed) return;
  if (!asked) day.min = day.value = today = listed.date;
  // The same appointments stay the same elements: a button must not go from under a finger.
  const now = JSON.stringify(listed);
  if (listed.date !== day.value || now === drawn) return;
  drawn = now;
  one("[data-nobody]", panel).hidden = listed.appointments.length > 0;
  fill(one("[data-booked]", panel), ...listed.appointments.map((/** @type {Appointment} */ one) => row(one, presses, one.date === today)));
}

/** @param {Appointment} booked */
function told(booked) {
  const [, month, date] = booked.date.split("-");
  made.hidden = false;
  one("[data-made-what]", made).textContent = say("made", { time: clock(booked.at), day: `${date}/${month}`, service: pick(booked.service_name) });
  one("[data-made-code]", made).textContent = spoken(booked.code);
}

/** @param {typeof open} opened shows a ticket, as one just issued or not */
export function watchAppointments(opened) {
  open = opened;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const said = new FormData(form);
    made.hidden = true;
    act(PATH, { service: said.get("service"), at: `${said.get("day")}T${said.get("time")}:00${panel.dataset.offset}` }, told);
  });
  day.addEventListener("change", look);
  one('[data-view="appointments"]').addEventListener("click", () => {
    made.hidden = true;
    day.value = "";
    tell(says, "");
    look();
  });
  setInterval(() => document.hidden || shown() !== "appointments" || look(), EVERY_MS);
}
