// Keeps regions of a page as the server shows them. Events come in bursts: it is asked once they rest.
import { mergeRegions } from "web/merge";
import { fetchPage } from "web/trusted";

const REST_MS = 200;

/** A function that puts the regions with these ids in place as the page's own address shows them, a moment after it
 * was last called. */
export function refresher(regions) {
  let waiting = 0;
  const refresh = async () => {
    try {
      const answer = await fetchPage(location.href);
      if (answer.ok) mergeRegions(answer.page, regions);
    } catch { /* The connection is down: its return is an event too, and asks again. */ }
  };
  return () => {
    clearTimeout(waiting);
    waiting = setTimeout(refresh, REST_MS);
  };
}
