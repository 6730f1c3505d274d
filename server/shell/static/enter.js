/** Opens a device link: takes the token out of the address at once, hands it in, goes to the device's page. */

import { api, Refused } from "/shell/static/api.js";
import { one } from "/shell/static/dom.js";
import { sentences } from "/shell/static/lang.js";

const token = location.hash.slice(1);
history.replaceState(null, "", location.pathname);

const say = sentences(one("#enter"));
const says = one("#says");

/** @param {"missing" | "refused" | "away"} name */
function fault(name) {
  says.textContent = say(name);
  says.className = "banner fault";
}

async function enter() {
  try {
    const device = await api("kiosk").send("POST", "/enter", { body: { token } });
    location.replace(device.page);
  } catch (problem) {
    if (problem instanceof Refused) return fault("refused");
    fault("away");
    setTimeout(enter, 2000);
  }
}

if (token) enter();
else fault("missing");
