// The button that sent a form says that it is at work, until the next page comes. A form that
// answers with a download leaves the page where it is: the sign goes after a while.
const SECONDS = 6;

document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (event.defaultPrevented || event.target.method !== "post" || !button?.matches(".button")) return;
  button.setAttribute("aria-busy", "true");
  setTimeout(() => button.removeAttribute("aria-busy"), SECONDS * 1000);
});

// Back from the next page, the browser may show this one as it was left.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const button of document.querySelectorAll(".button[aria-busy]")) {
    button.removeAttribute("aria-busy");
  }
});
