// Subscribes this browser to push, where it can; the form then carries the subscription to the server.
import { scriptAddress } from "web/trusted";

const form = document.querySelector("[data-push]");
const tell = (why) => {
  for (const line of document.querySelectorAll("[data-push-not]")) line.hidden = line.dataset.pushNot !== why;
};

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (each) => each.charCodeAt(0));
const same = (one, other) => one?.byteLength === other.byteLength && new Uint8Array(one).every((each, at) => each === other[at]);

/** A subscription for another key (another installation at this address) is of no use to us. */
async function subscribed(registration, key) {
  const old = await registration.pushManager.getSubscription();
  if (old && same(old.options.applicationServerKey, key)) return old;
  await old?.unsubscribe();
  return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

async function subscribe() {
  if (await Notification.requestPermission() !== "granted") {
    tell("denied");
    return;
  }
  await navigator.serviceWorker.register(scriptAddress(form.dataset.worker), { scope: "/" });
  const subscription = await subscribed(await navigator.serviceWorker.ready, bytes(form.dataset.push));
  form.elements.subscription.value = JSON.stringify(subscription);
  form.submit();
}

if (!globalThis.isSecureContext) tell("insecure");
else if (!("serviceWorker" in navigator && "PushManager" in globalThis && "Notification" in globalThis)) tell("unknown");
else form.hidden = false;

form.addEventListener("submit", (event) => {
  if (form.elements.subscription.value) return;
  event.preventDefault();
  tell("");
  subscribe().catch(() => tell("failed"));
});
