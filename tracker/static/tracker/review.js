"use strict";
// Three keys for people who review many records: they move the focus, and only j leaves the page.
// The box turns them off, here and on later pages.
{
  const STORED = "review-keys";
  const box = document.getElementById("keys");
  document.getElementById("keys-row").hidden = false;
  box.checked = localStorage.getItem(STORED) !== "off";
  box.addEventListener("change", () => localStorage.setItem(STORED, box.checked ? "on" : "off"));
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input:not([type=checkbox]):not([type=submit]), textarea, select");
    if (!box.checked || isTyping || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (target) {
      event.preventDefault();
      target.tagName === "A" ? target.click() : target.focus();
    }
  });
}
