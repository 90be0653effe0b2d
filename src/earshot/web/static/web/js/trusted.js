// The one place where text becomes HTML: the page's only Trusted Types policy, used for answers of this very server.
const own = (address) => {
  const url = new URL(address, location.href);
  if (url.origin !== location.origin) throw new TypeError(`${url.origin} is not this server`);
  return url.href;
};

const policy = globalThis.trustedTypes?.createPolicy("earshot", { createHTML: (text) => text, createScriptURL: own })
  ?? { createHTML: (text) => text, createScriptURL: own };

/** Address of a script of this server, as workers want it. */
export const scriptAddress = (address) => policy.createScriptURL(address);

/** An inert document made of this server's answer: its scripts never run, it is only picked from. */
async function parse(response) {
  own(response.url);
  return new DOMParser().parseFromString(policy.createHTML(await response.text()), "text/html");
}

/** Fetches a page of this server. `parts` asks for some of its regions only (the server may give all).
 *  Answers {ok, status, url, page}; throws TypeError when the server cannot be reached. */
export async function fetchPage(address, parts = []) {
  const headers = parts.length ? { "X-Parts": parts.join(",") } : {};
  const response = await fetch(own(address), { headers, credentials: "same-origin" });
  return { ok: response.ok, status: response.status, url: response.url, page: await parse(response) };
}

/** Sends a form as the browser would, and follows the redirect. `parts` as for fetchPage. What is not `ok` was not done,
 *  unless it was `redirected`: then it was, and only the page behind it is not to be had. */
export async function sendForm(form, submitter = null, parts = []) {
  const headers = parts.length ? { "X-Parts": parts.join(",") } : {};
  const address = own(submitter?.hasAttribute("formaction") ? submitter.formAction : form.action);
  const body = new URLSearchParams(new FormData(form, submitter));
  const response = await fetch(address, { method: "POST", body, headers, credentials: "same-origin" });
  const { ok, status, url, redirected } = response;
  return { ok, status, url, redirected, page: await parse(response) };
}
