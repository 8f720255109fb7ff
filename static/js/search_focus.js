// "/" puts the cursor into the page's search box, unless somebody is typing elsewhere or a dialog asks.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.isComposing || document.querySelector("dialog:modal")) return;
  const typing = 'input:not([type="checkbox"], [type="radio"]), select, textarea, [contenteditable]';
  if (event.target.closest(typing)) return;
  const box = document.querySelector("[data-search-focus]");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});
