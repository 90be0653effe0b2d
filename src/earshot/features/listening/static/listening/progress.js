// Shows how far an import is, once a second, until it is over.
import { fetchPage } from "web/trusted";

const place = document.getElementById("progress");

async function refresh() {
  const { ok, page } = await fetchPage(location.href);
  const fresh = page.getElementById("progress");
  if (!ok || !fresh) return;
  if (!fresh.querySelector("form")) return location.reload();
  if (!place.contains(document.activeElement)) place.replaceChildren(...fresh.childNodes);
  setTimeout(refresh, 1000);
}

setTimeout(refresh, 1000);
