// Shows what is pushed, and opens what it is about. Keeps nothing and fetches nothing.
self.addEventListener("push", (event) => {
  const told = event.data?.json() ?? {};
  event.waitUntil(self.registration.showNotification(told.title ?? "Earshot", {
    body: told.body ?? "", tag: told.tag, lang: told.lang, renotify: Boolean(told.tag), data: { url: told.url ?? "/" },
  }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  // The address that the message names may be another name of this server: what counts is the path.
  const asked = new URL(event.notification.data?.url || "/", self.location.origin);
  const address = new URL(asked.pathname + asked.search, self.location.origin).href;
  event.waitUntil((async () => {
    const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    const open = pages.find((page) => page.url === address);
    await (open ? open.focus() : self.clients.openWindow(address));
  })());
});
