// Watches: j and k on the posts; on the first page new ones come in by themselves.
import { onKey } from "web/keys";
import { mergeRegions } from "web/merge";
import { fetchPage } from "web/trusted";

const REGIONS = ["watch-lines", "watched", "watched-end"];
const PAUSE = 5000;
const list = document.getElementById("watched");

function step(by) {
  const all = [...list.querySelectorAll("[data-row]")];
  const at = all.indexOf(document.activeElement?.closest("[data-row]"));
  all[Math.max(0, Math.min(all.length - 1, at + by))]?.focus();
  return all.length > 0;
}

/** What was new when the page was opened stays marked: to ask for parts is not to have read. */
async function look() {
  if (!document.hidden) {
    const address = new URL(location.href);
    address.searchParams.set("since", list.dataset.since);
    try {
      const answer = await fetchPage(address.href, REGIONS);
      if (answer.ok) mergeRegions(answer.page, REGIONS);
    } catch { /* The server is away for a moment: what is shown stays, the next look may reach it. */ }
  }
  setTimeout(look, PAUSE);
}

onKey("j", () => step(1));
onKey("k", () => step(-1));
if (list.dataset.since) setTimeout(look, PAUSE);
