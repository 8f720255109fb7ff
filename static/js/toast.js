// <div data-toast>: what the last action did. It goes by itself after a while; one that offers a
// step stays, and so does one that is pointed at or holds the focus. Without this script toasts
// are messages at the top of the page.
const SECONDS = 8;

const start = (toast) => {
  const close = toast.querySelector("[data-toast-close]");
  close.hidden = false;
  close.addEventListener("click", () => toast.remove());
  if (toast.querySelector("a, form, button:not([data-toast-close])")) return;
  let timer = 0;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => toast.remove(), SECONDS * 1000);
  };
  const stay = () => clearTimeout(timer);
  for (const kind of ["mouseenter", "focusin"]) toast.addEventListener(kind, stay);
  for (const kind of ["mouseleave", "focusout"]) toast.addEventListener(kind, wait);
  wait();
};

for (const toast of document.querySelectorAll("[data-toast]")) start(toast);
