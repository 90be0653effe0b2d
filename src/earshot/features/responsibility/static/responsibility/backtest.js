// Shows how far a backtest is, once a second, until it is over.
import { fetchPage } from "web/trusted";

const section = document.getElementById("policy-backtest");
const place = section?.querySelector("[data-backtest-now]");

async function refresh() {
  const { ok, page } = await fetchPage(section.dataset.backtest).catch(() => ({ ok: false }));
  const fresh = ok && page.getElementById("policy-backtest");
  if (!fresh) return void setTimeout(refresh, 5000); // the server may be starting anew
  const over = fresh.dataset.state !== "running";
  if (over || !place.contains(document.activeElement)) {
    place.replaceChildren(...fresh.querySelector("[data-backtest-now]").childNodes);
  } else {
    // Somebody is at the button: only what moves is exchanged.
    for (const part of ["p", ".bar"]) place.querySelector(part)?.replaceWith(fresh.querySelector(`[data-backtest-now] > ${part}`) ?? "");
  }
  section.dataset.state = fresh.dataset.state;
  if (!over) setTimeout(refresh, 1000);
}

if (section?.dataset.state === "running") setTimeout(refresh, 1000);
