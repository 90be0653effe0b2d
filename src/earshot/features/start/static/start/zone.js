// Tells where the browser is: a server often knows no zone but UTC, and office hours would be wrong by hours.
document.querySelector("[data-zone-here]").value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
