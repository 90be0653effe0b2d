// A device in another time zone than its person: offered once, and again only when the device has moved on.
const ASKED = "earshot.zone";
const here = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
const shown = document.body.dataset.zone;
const offer = document.getElementById("zone-offer");

/** What the clocks of a zone say at an instant: zones that always agree need no offer, whatever they are called. */
const clock = (zone, at) => new Intl.DateTimeFormat("en", { timeZone: zone, dateStyle: "short", timeStyle: "short" }).format(at);
const nameOf = (zone) => new Intl.DateTimeFormat(document.documentElement.lang, { timeZone: zone, timeZoneName: "long" })
  .formatToParts().find((part) => part.type === "timeZoneName")?.value ?? zone;
const HALF_A_YEAR = 182 * 86_400_000;

function differ(one, other) {
  try {
    return [Date.now(), Date.now() + HALF_A_YEAR].some((at) => clock(one, at) !== clock(other, at));
  } catch { // one of the two is unknown to this browser
    return false;
  }
}

if (here && shown && offer) {
  if (!differ(here, shown)) localStorage.removeItem(ASKED);
  else if (localStorage.getItem(ASKED) !== here) {
    localStorage.setItem(ASKED, here);
    const words = offer.querySelector("[data-zone-words]");
    words.textContent = words.dataset.words.replace("{name}", nameOf(here)).replace("{zone}", here);
    offer.querySelector("[name=zone]").value = here;
    offer.querySelector("[data-zone-keep]").addEventListener("click", () => { offer.hidden = true; });
    offer.hidden = false;
  }
}
